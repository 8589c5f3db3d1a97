import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Reservation } from "../../../contracts/bookings.ts";
import type { Cart } from "../../../contracts/cart.ts";
import { limits } from "../../../contracts/limits.ts";
import { buy, type House, hold, openHouse, release, seatAt } from "../../../test/box-office.ts";
import { type Answer, type Call, call, makeApp, makeUser, type TestApp, testTenantCtx } from "../../../test/harness.ts";
import { schemaDrift } from "../../../test/schema-drift.ts";
import { makeProduct, makePromotion } from "../../../test/shop.ts";
import { exportPieces } from "../../personal-data/export-user.ts";
import { carts } from "./tables.ts";

const path = "/api/v1/cart";
type Shown = { cart: Cart; itemId: string };
let house: House;
let app: TestApp;
beforeAll(async () => {
  house = await openHouse(12);
  app = house.app;
});

const show = (as: Call) => call<Shown>("GET", path, as);
const add = (as: Call, body: object) => call<Shown>("POST", `${path}/items`, { ...as, body });
const change = (as: Call, id: string, quantity: number) => call<Shown>("PATCH", `${path}/items/${id}`, { ...as, body: { quantity } });
const remove = (as: Call, id: string) => call<Shown>("DELETE", `${path}/items/${id}`, as);
const enter = (as: Call, code: string) => call<Shown>("POST", `${path}/promo`, { ...as, body: { code } });
const refused = ({ status, body }: Answer<unknown>) => [status, body.error?.code];
const someone = async () => ({ user: await makeUser(app) });
const guest = (id = `cart-${crypto.randomUUID()}`) => ({ app, headers: { "x-cart-id": id } });
const held = async (as: Awaited<ReturnType<typeof someone>>, index: number) =>
  (await hold(as.user, [seatAt(house, index)])).body.data.reservationToken;

describe("products in a cart", () => {
  it("are put in, made more, and taken out, at the prices of this moment", async () => {
    const as = await someone();
    const [popcorn, cola] = await Promise.all([makeProduct(app, { stock: 5 }), makeProduct(app, { name: "Cola", price: 350 })]);
    expect((await show(as)).body.data.cart).toMatchObject({ rev: 0, items: [], total: 0, currency: null, expiresAt: null, checkout: null });
    const first = await add(as, { productId: popcorn.id, quantity: 2 });
    expect(first).toMatchObject({ status: 201, body: { data: { cart: { rev: 1, total: 1300, currency: "EUR", itemCount: 2 } } } });
    const { itemId } = first.body.data;
    expect((await add(as, { productId: popcorn.id })).body.data).toMatchObject({ itemId, cart: { items: [{ id: itemId, quantity: 3 }] } });
    await add(as, { productId: cola.id });
    expect(refused(await add(as, { productId: popcorn.id, quantity: 3 }))).toEqual([409, "OUT_OF_STOCK"]);
    const tooMany = await change(as, itemId, 6);
    expect(tooMany.body.error).toMatchObject({ code: "OUT_OF_STOCK", details: { available: 5 } });
    expect((await change(as, itemId, 5)).body.data.cart).toMatchObject({ total: 3600 });
    await call("PATCH", `/api/v1/products/${popcorn.id}`, { server: app, body: { price: 700, stock: 4 } });
    const seen = (await show(as)).body.data.cart;
    expect(seen.items[0]).toMatchObject({ problem: "OUT_OF_STOCK", available: 4, unitPrice: 700, was: 650 });
    expect(seen.total).toBe(350);
    expect((await change(as, itemId, 4)).body.data.cart).toMatchObject({
      total: 3150,
      items: [{ problem: "PRICE_CHANGED", was: 650 }, {}],
    });
    expect((await remove(as, itemId)).body.data.cart).toMatchObject({ total: 350, items: [{ name: "Cola" }] });
    expect(refused(await remove(as, itemId))).toEqual([404, "CART_ITEM_NOT_FOUND"]);
    const emptied = await call<Shown>("DELETE", path, as);
    expect(emptied.body).toMatchObject({ data: { cart: { items: [], total: 0 } } });
    expect(emptied.body.message).toBeUndefined();
  });

  it("must be sold, here, in a variant that there is, and in the cart's currency", async () => {
    const as = await someone();
    const foreign = await makeProduct(await makeApp());
    const [draft, shirt, yen] = await Promise.all([
      makeProduct(app, { status: "DRAFT" }),
      makeProduct(app, {
        name: "Shirt",
        variants: [
          { name: "S", stock: 1 },
          { name: "M", stock: 2, price: 700 },
        ],
      }),
      makeProduct(app, { name: "Fan", price: 1200, currency: "JPY" }),
    ]);
    for (const productId of [draft.id, foreign.id, "prd_none"])
      expect(refused(await add(as, { productId }))).toEqual([404, "PRODUCT_NOT_FOUND"]);
    const [small, medium] = shirt.variants;
    expect(refused(await add(as, { productId: shirt.id, variantId: foreign.variants[0]?.id ?? "var_none" }))).toEqual([
      404,
      "VARIANT_NOT_FOUND",
    ]);
    const unsaid = await add(as, { productId: shirt.id });
    expect(refused(unsaid)).toEqual([422, "VALIDATION_FAILED"]);
    expect(unsaid.body.error.details).toMatchObject({
      issues: [{ path: "variantId" }],
      variants: [
        { id: small?.id, name: "S", available: 1 },
        { id: medium?.id, price: 700 },
      ],
    });
    expect((await add(as, { productId: shirt.id, variantId: medium?.id, quantity: 2 })).body.data.cart).toMatchObject({ total: 1400 });
    expect(refused(await add(as, { productId: yen.id }))).toEqual([409, "CURRENCY_MISMATCH"]);
    await call("PATCH", `/api/v1/products/${shirt.id}`, { server: app, body: { status: "ARCHIVED" } });
    expect((await show(as)).body.data.cart).toMatchObject({ total: 0, items: [{ problem: "UNAVAILABLE" }] });
  });

  it("are so many at most, and two windows that add at once lose nothing", async () => {
    const as = await someone();
    const popcorn = await makeProduct(app);
    const answers = await Promise.all(Array.from({ length: 10 }, () => add(as, { productId: popcorn.id, quantity: 3 })));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect((await show(as)).body.data.cart).toMatchObject({ rev: 10, items: [{ quantity: 30 }] });
    const key = { headers: { "idempotency-key": crypto.randomUUID() } };
    const repeated = [await add({ ...as, ...key }, { productId: popcorn.id }), await add({ ...as, ...key }, { productId: popcorn.id })];
    expect(repeated.map(({ headers }) => headers.get("idempotent-replayed"))).toEqual([null, "true"]);
    expect((await show(as)).body.data.cart.itemCount).toBe(31);
    const variants = Array.from({ length: limits.cartItemsMax }, (_, n) => ({ name: `v${n}`, stock: 9 }));
    const many = await makeProduct(app, { variants });
    const codes = await Promise.all(many.variants.map(async ({ id }) => refused(await add(as, { productId: many.id, variantId: id }))));
    expect(codes.filter(([status]) => status === 201)).toHaveLength(limits.cartItemsMax - 1);
    expect(codes.filter(([, code]) => code === "CART_FULL")).toHaveLength(1);
  });
});

describe("a reservation in a cart", () => {
  it("is one's own and held, counts down, and is given back when it is taken out", async () => {
    const [as, other] = await Promise.all([someone(), someone()]);
    const reservationToken = await held(as, 0);
    expect(refused(await add(guest(), { reservationToken }))).toEqual([401, "TOKEN_MISSING"]);
    expect(refused(await add(other, { reservationToken }))).toEqual([403, "RESERVATION_NOT_YOURS"]);
    expect(refused(await add(as, { reservationToken: "rsv_none" }))).toEqual([404, "RESERVATION_NOT_FOUND"]);
    const put = await add(as, { reservationToken });
    expect(put).toMatchObject({ status: 201 });
    expect((await add(as, { reservationToken })).body.data).toMatchObject({ itemId: put.body.data.itemId, cart: { rev: 1 } });
    const { cart } = put.body.data;
    expect(cart).toMatchObject({ total: 6500, itemCount: 1, expiresAt: cart.items[0]?.kind === "TICKETS" ? cart.items[0].expiresAt : "" });
    expect(cart.items[0]).toMatchObject({
      kind: "TICKETS",
      name: "Hamlet",
      venue: "Grand Theatre",
      seats: [{ id: seatAt(house, 0) }],
      problem: null,
    });
    expect(refused(await change(as, put.body.data.itemId, 2))).toEqual([422, "VALIDATION_FAILED"]);
    const removed = await remove(as, put.body.data.itemId);
    expect(removed.body).toMatchObject({ message: "The seats were given back.", data: { cart: { items: [] } } });
    const after = await call<{ reservation: Reservation }>("GET", `/api/v1/reservations/${reservationToken}`, as);
    expect(after.body.data.reservation.status).toBe("RELEASED");
    expect(refused(await add(as, { reservationToken }))).toEqual([410, "RESERVATION_EXPIRED"]);
  });

  it("that is over by itself says so and costs nothing, and what was booked is put into none", async () => {
    const as = await someone();
    const [first, second] = [await held(as, 1), await held(as, 2)];
    await add(as, { reservationToken: first });
    await add(as, { reservationToken: second });
    await release(as.user, first);
    const cart = (await show(as)).body.data.cart;
    expect(cart).toMatchObject({ total: 6500, items: [{ problem: "RESERVATION_EXPIRED" }, { problem: null }] });
    const emptied = await call<Shown>("DELETE", path, as);
    expect(emptied.body).toMatchObject({ message: "The seats were given back.", data: { cart: { items: [] } } });
    const booking = await buy(as.user, [seatAt(house, 3)]);
    expect(refused(await add(as, { reservationToken: booking.reservationToken }))).toEqual([409, "RESERVATION_CONFIRMED"]);
  });
});

describe("a code", () => {
  it("is taken off where it brings something, whatever its case, and refused with the reason where not", async () => {
    const as = await someone();
    const [winter, big, once] = [`WINTER${crypto.randomUUID()}`, `BIG${crypto.randomUUID()}`, `ONCE${crypto.randomUUID()}`].map((code) =>
      code.slice(0, 20),
    );
    await makePromotion(app, { code: winter, percent: 15 });
    await makePromotion(app, { code: big, amount: 500, currency: "EUR", minSubtotal: 5000 });
    const ended = await makePromotion(app, { code: once, percent: 10 });
    await call("PATCH", `/api/v1/promotions/${ended.id}`, { server: app, body: { isActive: false } });
    expect(refused(await enter(as, "NOBODYS"))).toEqual([404, "PROMOTION_NOT_FOUND"]);
    const onNothing = await enter(as, winter ?? "");
    expect(onNothing.body.error).toMatchObject({ code: "PROMOTION_NOT_APPLICABLE", details: { reason: "NOTHING_FOR_IT" } });
    const popcorn = await makeProduct(app);
    await add(as, { productId: popcorn.id, quantity: 2 });
    expect((await enter(as, big ?? "")).body.error.details).toEqual({ reason: "MINIMUM" });
    expect((await enter(as, once ?? "")).body.error.details).toEqual({ reason: "SWITCHED_OFF" });
    const entered = (await enter(as, (winter ?? "").toLowerCase())).body.data.cart;
    expect(entered).toMatchObject({
      subtotal: 1300,
      discount: 195,
      total: 1105,
      promotion: { code: winter, discount: 195, refusal: null },
    });
    const itemId = entered.items[0]?.id ?? "";
    await call("PATCH", `/api/v1/products/${popcorn.id}`, { server: app, body: { status: "ARCHIVED" } });
    expect((await show(as)).body.data.cart).toMatchObject({ total: 0, promotion: { discount: 0, refusal: "NOTHING_FOR_IT" } });
    await remove(as, itemId);
    expect((await call<Shown>("DELETE", `${path}/promo`, as)).body.data.cart.promotion).toBeNull();
    const { rev } = (await call<Shown>("DELETE", `${path}/promo`, as)).body.data.cart;
    expect((await show(as)).body.data.cart.rev).toBe(rev);
  });
});

describe("a person's carts", () => {
  it("are another in each app, are in their export, and go with them", async () => {
    expect(await schemaDrift(carts)).toEqual([]);
    const as = await someone();
    const popcorn = await makeProduct(app);
    await add(as, { productId: popcorn.id, quantity: 2 });
    const elsewhere = await makeApp();
    const { cart } = (await show({ app: elsewhere, headers: { "x-cart-id": (await show(as)).body.data.cart.id } })).body.data;
    expect(cart.items).toEqual([]);
    const ctx = { ...testTenantCtx(app), actor: { kind: "user", userId: as.user.userId, sessionId: "ses_x", role: "USER" } } as const;
    let text = "";
    for await (const piece of exportPieces(ctx, { userId: as.user.userId, email: as.user.email, username: "x" })) text += piece;
    expect(JSON.parse(text).carts).toEqual([
      expect.objectContaining({ appId: app.appId, items: [expect.objectContaining({ productId: popcorn.id, quantity: 2 })] }),
    ]);
    const gone = await call("DELETE", `/api/v1/admin/users/${as.user.userId}`, { admin: true });
    expect(gone.status).toBe(200);
    expect(await env.DB.prepare("SELECT count(*) AS n FROM carts WHERE user_id = ?").bind(as.user.userId).first("n")).toBe(0);
    const object = env.CART.getByName(`${app.appId}:${as.user.userId}`);
    expect(await object.read()).toMatchObject({ rev: 0, items: [] });
  });
});
