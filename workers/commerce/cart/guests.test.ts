import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Cart } from "../../../contracts/cart.ts";
import type { Product } from "../../../contracts/products.ts";
import {
  type Answer,
  type Call,
  call,
  makeApp,
  makeUser,
  origin,
  registerUser,
  someAddress,
  type TestApp,
  type TestUser,
} from "../../../test/harness.ts";
import { addToCart, cartOfUser, makeProduct } from "../../../test/shop.ts";
import { stompAs } from "../../../test/stomp-sockets.ts";

const path = "/api/v1/cart";
type Shown = { cart: Cart; itemId: string };
let app: TestApp;
let popcorn: Product;
beforeAll(async () => {
  app = await makeApp();
  popcorn = await makeProduct(app);
});

const carrying = (id: string, as: Call = { app }): Call => ({ ...as, headers: { "x-cart-id": id } });
const add = (as: Call, productId: string, quantity = 1) => call<Shown>("POST", `${path}/items`, { ...as, body: { productId, quantity } });
const show = async (as: Call) => (await call<Shown>("GET", path, as)).body;
const quantities = ({ items }: Cart) => items.map(({ quantity }) => quantity);
const someId = () => `cart-${crypto.randomUUID()}`;
const refused = ({ status, body }: Answer<unknown>) => [status, body.error?.code];

describe("a guest", () => {
  it("gets a cart with the first thing put into it, and whoever knows its id has it, at this app alone", async () => {
    const looked = (await show({ app })).data.cart;
    expect(looked).toMatchObject({ rev: 0, items: [], id: expect.stringMatching(/^cart_[0-9A-Z]{26}$/) });
    const { cart } = (await add({ app }, popcorn.id, 2)).body.data;
    expect(cart.id).not.toBe(looked.id);
    expect((await show(carrying(cart.id))).data.cart).toEqual(cart);
    expect((await show(carrying(looked.id))).data.cart.items).toEqual([]);
    expect((await show(carrying(cart.id, { server: app }))).data.cart.items).toHaveLength(1);
    expect((await show(carrying(cart.id, { app: await makeApp() }))).data.cart.items).toEqual([]);
    const mine = someId();
    expect((await add(carrying(mine), popcorn.id)).body.data.cart.id).toBe(mine);
    for (const wrong of ["short", "x".repeat(129), "cart id with blanks", "usr:../x"]) {
      expect(refused(await call("GET", path, carrying(wrong)))).toEqual([422, "VALIDATION_FAILED"]);
    }
  });

  it("does not reach a person's cart by its id, and answers under one key are each guest's own", async () => {
    const user = await makeUser(app);
    await addToCart(user, { productId: popcorn.id });
    const { id } = await cartOfUser(user);
    expect((await show(carrying(id))).data.cart.items).toEqual([]);
    const key = crypto.randomUUID();
    const put = (cartId: string) =>
      call<Shown>("POST", `${path}/items`, {
        app,
        body: { productId: popcorn.id },
        headers: { "x-cart-id": cartId, "idempotency-key": key },
      });
    const [one, two] = [await put(someId()), await put(someId())];
    expect(two.headers.get("idempotent-replayed")).toBeNull();
    expect(two.body.data.cart.id).not.toBe(one.body.data.cart.id);
  });
});

describe("at log-in a guest's cart", () => {
  const signIns: Record<string, (headers: Record<string, string>) => Promise<TestUser>> = {
    "a log-in": async (headers) => {
      const { username, password, ...user } = await registerUser(app);
      expect((await call("POST", "/api/v1/auth/login", { app, headers, body: { username, password } })).status).toBe(200);
      return user;
    },
    "a registration": async (headers) => {
      const body = { email: `${crypto.randomUUID()}@example.com`, password: "a long sentence, please" };
      const { data } = (await call<{ user: { id: string }; accessToken: string }>("POST", "/api/v1/auth/register", { app, headers, body }))
        .body;
      return { ...(await makeUser(app)), userId: data.user.id, accessToken: data.accessToken };
    },
    "a refresh": async (headers) => {
      const user = await makeUser(app);
      const answer = await call("POST", "/api/v1/auth/refresh", { app, headers, body: { refreshToken: user.refreshToken } });
      expect(answer.status).toBe(200);
      return user;
    },
    "the first look with a token": async (headers) => {
      const user = await makeUser(app);
      await call("GET", path, { user, headers });
      return user;
    },
  };
  for (const [name, signIn] of Object.entries(signIns)) {
    it(`goes along with ${name}`, async () => {
      const id = someId();
      await add(carrying(id), popcorn.id, 3);
      const user = await signIn({ "x-cart-id": id });
      expect(quantities(await cartOfUser(user))).toEqual([3]);
      expect((await show(carrying(id))).data.cart.items).toEqual([]);
    });
  }

  it("is added up with what the person has, once, however often and from however many windows it is sent", async () => {
    const user = await makeUser(app);
    await addToCart(user, { productId: popcorn.id, quantity: 2 });
    const id = someId();
    await add(carrying(id), popcorn.id, 3);
    const answers = await Promise.all(Array.from({ length: 5 }, () => call<Shown>("GET", path, carrying(id, { user }))));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
    await show(carrying(id, { user }));
    expect(quantities(await cartOfUser(user))).toEqual([5]);
    await add(carrying(id), popcorn.id, 4);
    expect(quantities((await add(carrying(id, { user }), popcorn.id)).body.data.cart)).toEqual([10]);
  });

  it("stays behind in another currency, which is said, and comes when that can be", async () => {
    const user = await makeUser(app);
    const fan = await makeProduct(app, { name: "Fan", price: 1200, currency: "JPY" });
    await addToCart(user, { productId: popcorn.id });
    const id = someId();
    await add(carrying(id), fan.id);
    const told = await show(carrying(id, { user }));
    expect(told.message).toMatch(/another currency/);
    expect(told.data.cart).toMatchObject({ currency: "EUR", items: [{}] });
    await call("DELETE", path, { user });
    expect(await show(carrying(id, { user }))).toMatchObject({ data: { cart: { currency: "JPY", items: [{ name: "Fan" }] } } });
    expect((await show(carrying(id))).data.cart.items).toEqual([]);
  });

  it("waits while an order is being made, and no log-in fails for a cart that can be none", async () => {
    const user = await makeUser(app);
    await addToCart(user, { productId: popcorn.id });
    const object = env.CART.getByName(`${app.appId}:${user.userId}`);
    await object.beginCheckout({ orderId: "ord_x", untilMs: Date.now() + 60_000 });
    const id = someId();
    await add(carrying(id), popcorn.id, 2);
    expect((await show(carrying(id, { user }))).data.cart).toMatchObject({ itemCount: 1, checkout: { orderId: "ord_x" } });
    const frozen = await add(carrying(id, { user }), popcorn.id);
    expect(frozen.body.error).toMatchObject({ code: "CART_CHECKING_OUT", details: { orderId: "ord_x" } });
    await object.checkoutFailed({ orderId: "ord_x" });
    expect((await show(carrying(id, { user }))).data.cart.itemCount).toBe(3);
    const body = { refreshToken: user.refreshToken };
    expect((await call("POST", "/api/v1/auth/refresh", { app, headers: { "x-cart-id": "!" }, body })).status).toBe(200);
  });
});

describe("a change of a cart", () => {
  const live = async (as: Call, headers: Record<string, string> = {}) => {
    const made = await call<{ ticket: string }>("POST", "/api/v1/ws-tickets", { ...as, body: { target: "/cart/live" } });
    const { ticket } = made.body.data;
    const url = `${origin}/api/v1${"/cart/live"}?ticket=${ticket}`;
    const response = await exports.default.fetch(url, {
      headers: { upgrade: "websocket", origin: app.headers.origin ?? "", "cf-connecting-ip": someAddress(), ...headers },
    });
    const frames: unknown[] = [];
    response.webSocket?.accept();
    response.webSocket?.addEventListener("message", ({ data }) => void frames.push(JSON.parse(String(data))));
    return { status: response.status, ticket, url, frames, close: () => response.webSocket?.close(1000) };
  };
  const heard = (frames: unknown[], count: number) => vi.waitUntil(() => frames.length >= count, { timeout: 10_000, interval: 10 });

  it("is told to every window of a person, and to their other pages", async () => {
    const user = await makeUser(app);
    const stomp = await stompAs(user);
    const { messages } = await stomp.listen("/user/queue/notifications");
    const windows = [await live({ user }), await live({ user })];
    await addToCart(user, { productId: popcorn.id, quantity: 2 });
    const frames = [0, 1].map((rev) => ({ type: "cart", rev }));
    for (const window of windows) {
      await heard(window.frames, 2);
      expect(window.frames).toEqual(frames);
      window.close();
    }
    await vi.waitUntil(() => messages.length > 0, { timeout: 20_000, interval: 20 });
    const { id } = await cartOfUser(user);
    const push = JSON.parse(messages[0]?.body ?? "");
    expect(push).toMatchObject({ id: `${id}:1`, type: "cart.changed", appId: app.appId, data: { cartId: id, rev: 1, itemCount: 2 } });
  });

  it("is told to a guest, in no address of whom the cart's id is", async () => {
    const id = someId();
    const window = await live(carrying(id));
    expect(window.status).toBe(101);
    await add(carrying(id), popcorn.id);
    await heard(window.frames, 2);
    expect(window.frames).toEqual([0, 1].map((rev) => ({ type: "cart", rev })));
    const claims = atob((window.ticket.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"));
    expect(claims).toContain("/cart/live");
    expect(claims).not.toContain(id);
    const again = await exports.default.fetch(window.url, { headers: { upgrade: "websocket", origin: app.headers.origin ?? "" } });
    expect([again.status, await again.json()]).toMatchObject([401, { error: { code: "TICKET_INVALID" } }]);
    window.close();
  });

  it("is told to nobody who names no cart, and to those of an app's server by its headers", async () => {
    const unnamed = await live({ app });
    expect(unnamed.status).toBe(422);
    const plain = await call("GET", `${path}/live`, { app });
    expect(refused(plain)).toEqual([426, "UPGRADE_REQUIRED"]);
    const byHeader = await exports.default.fetch(`${origin}${path}/live`, {
      headers: { upgrade: "websocket", ...app.serverHeaders, "x-cart-id": someId() },
    });
    expect(byHeader.status).toBe(101);
    byHeader.webSocket?.accept();
    byHeader.webSocket?.close(1000);
  });
});
