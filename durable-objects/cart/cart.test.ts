import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CartCalls, StoredCart } from "../../contracts/cart.ts";
import { limits } from "../../contracts/limits.ts";

const someone = () => ({ userId: `usr_${crypto.randomUUID()}`, appId: "app_cart" });
const nameOf = ({ userId, appId }: ReturnType<typeof someone>) => `${appId}:${userId}`;
const guestName = () => `app_cart:guest:${crypto.randomUUID()}`;
const rawOf = (name: string) => env.CART.getByName(name);
const cartAt = (name: string): CartCalls & Pick<Fetcher, "fetch"> => rawOf(name) as unknown as CartCalls & Pick<Fetcher, "fetch">;
const later = (ms: number) => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
afterEach(() => {
  vi.useRealTimers();
});

const piece = (variantId: string, quantity = 1, more: object = {}) => ({
  productId: `prd_${variantId}`,
  variantId,
  quantity,
  atMost: 5000,
  price: 650,
  currency: "EUR",
  ...more,
});
const pieces = ({ items }: StoredCart) =>
  Object.fromEntries(items.map((item) => (item.kind === "PRODUCT" ? [item.variantId, item.quantity] : [item.reservationToken, "held"])));
const untilMs = () => Date.now() + limits.checkoutSeconds * 1000;

/** A cart with two pieces of `a` and a reservation. */
async function filled(name = nameOf(someone())) {
  const cart = cartAt(name);
  await cart.addProduct(piece("a", 2));
  await cart.addReservation({ reservationToken: "rsv_1", currency: "EUR" });
  return cart;
}

describe("a cart", () => {
  it("of somebody who never put anything into it keeps nothing, whatever it hears", async () => {
    const name = nameOf(someone());
    expect(await cartAt(name).read()).toEqual({
      rev: 0,
      currency: null,
      items: [],
      promotionCode: null,
      checkout: null,
      mergedInto: null,
      updatedAtMs: 0,
    });
    await cartAt(name).checkedOut({ orderId: "ord_x" });
    await cartAt(name).checkoutFailed({ orderId: "ord_x" });
    await cartAt(name).givenTaken({ rev: 3 });
    expect(await cartAt(name).giveAway({ into: "x", currency: null })).toEqual({ ok: true, given: null });
    expect(await cartAt(name).beginCheckout({ orderId: "ord_x", untilMs: untilMs() })).toMatchObject({ ok: false, code: "CART_EMPTY" });
    const tables = await runInDurableObject(rawOf(name), (_, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '_cf%'").toArray(),
    );
    expect(tables).toEqual([]);
  });

  it("is the same after an eviction as before, item by item", async () => {
    const name = nameOf(someone());
    const cart = await filled(name);
    await cart.enterPromotion({ code: "WINTER15" });
    await cart.beginCheckout({ orderId: "ord_1", untilMs: untilMs() });
    const before = await cart.read();
    await evictDurableObject(rawOf(name));
    expect(await cartAt(name).read()).toEqual(before);
    expect(before).toMatchObject({ rev: 4, currency: "EUR", promotionCode: "WINTER15", checkout: { orderId: "ord_1" } });
    expect(before.items).toMatchObject([
      { kind: "PRODUCT", productId: "prd_a", variantId: "a", quantity: 2, price: 650 },
      { kind: "TICKETS", reservationToken: "rsv_1" },
    ]);
  });

  it("adds up what is put into it at the same moment, and each change has a number of its own", async () => {
    const name = nameOf(someone());
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => cartAt(name).addProduct(piece(n % 2 ? "a" : "b"))));
    const revs = answers.map((answer) => (answer.ok ? answer.cart.rev : 0));
    expect(new Set(revs).size).toBe(40);
    expect(Math.max(...revs)).toBe(40);
    expect(pieces(await cartAt(name).read())).toEqual({ a: 20, b: 20 });
  });

  it("never takes more pieces than there are, than one may have, or of another currency, and says how many there are", async () => {
    const cart = cartAt(nameOf(someone()));
    expect(await cart.addProduct(piece("a", 3, { atMost: 4 }))).toMatchObject({ ok: true });
    expect(await cart.addProduct(piece("a", 2, { atMost: 4 }))).toEqual({
      ok: false,
      code: "OUT_OF_STOCK",
      details: { available: 4, variantId: "a" },
    });
    expect(await cart.addProduct(piece("a", limits.cartQuantityMax))).toMatchObject({ ok: false, code: "CART_FULL" });
    expect(await cart.addProduct(piece("b", 1, { currency: "JPY" }))).toMatchObject({
      code: "CURRENCY_MISMATCH",
      details: { currency: "EUR" },
    });
    expect(await cart.addReservation({ reservationToken: "rsv_1", currency: "JPY" })).toMatchObject({ code: "CURRENCY_MISMATCH" });
    expect(await cart.read()).toMatchObject({ rev: 1, items: [{ quantity: 3 }] });
  });

  it("has an end: items, and reservations among them", async () => {
    const cart = cartAt(nameOf(someone()));
    for (let n = 0; n < limits.cartReservationsMax; n++) {
      expect((await cart.addReservation({ reservationToken: `rsv_${n}`, currency: "EUR" })).ok).toBe(true);
    }
    expect(await cart.addReservation({ reservationToken: "rsv_more", currency: "EUR" })).toMatchObject({ code: "CART_FULL" });
    expect(await cart.addReservation({ reservationToken: "rsv_0", currency: "EUR" })).toMatchObject({
      ok: true,
      cart: { rev: limits.cartReservationsMax },
    });
    for (let n = limits.cartReservationsMax; n < limits.cartItemsMax; n++) expect((await cart.addProduct(piece(`v${n}`))).ok).toBe(true);
    expect(await cart.addProduct(piece("more"))).toMatchObject({ code: "CART_FULL", details: { itemsMax: limits.cartItemsMax } });
    expect((await cart.addProduct(piece("v20"))).ok).toBe(true);
  });

  it("changes and removes items, and an empty one takes any currency", async () => {
    const cart = await filled();
    const [product, tickets] = (await cart.read()).items;
    const change = (itemId: string, quantity: number, atMost = 9) => cart.changeQuantity({ itemId, quantity, atMost });
    expect(await change(product?.id ?? "", 10)).toMatchObject({ code: "OUT_OF_STOCK", details: { available: 9 } });
    expect(await change(product?.id ?? "", 9)).toMatchObject({ ok: true, cart: { items: [{ quantity: 9 }, {}] } });
    expect(await change(product?.id ?? "", 8, 0)).toMatchObject({ ok: true, cart: { items: [{ quantity: 8 }, {}] } });
    expect(await change(tickets?.id ?? "", 2)).toMatchObject({ code: "VALIDATION_FAILED" });
    expect(await change("cit_none", 2)).toMatchObject({ code: "CART_ITEM_NOT_FOUND" });
    expect(await cart.removeItem({ itemId: tickets?.id ?? "" })).toMatchObject({ ok: true, removed: { reservationToken: "rsv_1" } });
    expect(await cart.removeItem({ itemId: tickets?.id ?? "" })).toMatchObject({ code: "CART_ITEM_NOT_FOUND" });
    expect(await cart.empty()).toMatchObject({ ok: true, removed: [{ variantId: "a" }], cart: { items: [], currency: null } });
    expect(await cart.addProduct(piece("y", 1, { currency: "JPY" }))).toMatchObject({ ok: true, cart: { currency: "JPY" } });
  });

  it("knows at which price each thing was agreed to", async () => {
    const cart = await filled();
    const { items, rev } = await cart.read();
    const itemId = items[0]?.id ?? "";
    expect(
      await cart.pricesSeen({
        prices: [
          { itemId, price: 650 },
          { itemId: "cit_none", price: 1 },
        ],
      }),
    ).toMatchObject({ rev });
    expect(await cart.pricesSeen({ prices: [{ itemId, price: 700 }] })).toMatchObject({ rev: rev + 1, items: [{ price: 700 }, {}] });
    expect(await cart.addProduct(piece("a", 1, { price: 800 }))).toMatchObject({ cart: { items: [{ quantity: 3, price: 800 }, {}] } });
  });

  it("is gone when its owner is erased", async () => {
    const name = nameOf(someone());
    await (await filled(name)).erase();
    await evictDurableObject(rawOf(name));
    expect(await cartAt(name).read()).toMatchObject({ rev: 0, items: [] });
    expect(await cartAt(name).addProduct(piece("a"))).toMatchObject({ ok: true, cart: { rev: 1 } });
  });
});

describe("a checkout", () => {
  it("is one at a time, and keeps the cart as it is until it is over", async () => {
    const name = nameOf(someone());
    const cart = await filled(name);
    const begun = await Promise.all(["ord_1", "ord_2", "ord_3"].map((orderId) => cart.beginCheckout({ orderId, untilMs: untilMs() })));
    expect(begun.filter((each) => each.ok && each.begun)).toHaveLength(1);
    const [first] = begun;
    const orderId = first?.ok ? first.orderId : "";
    expect(begun.every((each) => each.ok && each.orderId === orderId)).toBe(true);
    await evictDurableObject(rawOf(name));
    const again = cartAt(name);
    expect(await again.beginCheckout({ orderId, untilMs: untilMs() })).toMatchObject({ begun: true });
    const refused = { ok: false, code: "CART_CHECKING_OUT", details: { orderId } };
    expect(await again.addProduct(piece("b"))).toEqual(refused);
    expect(await again.addReservation({ reservationToken: "rsv_2", currency: "EUR" })).toEqual(refused);
    expect(await again.enterPromotion({ code: null })).toEqual(refused);
    expect(await again.empty()).toEqual(refused);
    expect(await again.takeUp({ mergeId: "m", given: await (await filled()).read() })).toEqual(refused);
    await again.checkoutFailed({ orderId: "ord_other" });
    expect(await again.empty()).toEqual(refused);
    await again.checkoutFailed({ orderId });
    await again.checkoutFailed({ orderId });
    expect(await again.read()).toMatchObject({ checkout: null, items: [{ quantity: 2 }, {}] });
    expect(await again.beginCheckout({ orderId: "ord_4", untilMs: untilMs() })).toMatchObject({ begun: true });
  });

  it("that stands takes what it was made of, and its code, out of the cart once", async () => {
    const cart = await filled();
    await cart.enterPromotion({ code: "WINTER15" });
    await cart.beginCheckout({ orderId: "ord_1", untilMs: untilMs() });
    await cart.checkedOut({ orderId: "ord_1" });
    const after = await cart.read();
    expect(after).toMatchObject({ items: [], currency: null, promotionCode: null, checkout: null });
    await cart.addProduct(piece("a", 1));
    await cart.checkedOut({ orderId: "ord_1" });
    expect(pieces(await cart.read())).toEqual({ a: 1 });
    expect(await cart.beginCheckout({ orderId: "ord_1", untilMs: untilMs() })).toMatchObject({ orderId: "ord_1", begun: false });
  });

  it("that nobody ends lapses by itself, and takes its part of the cart if it stands after all", async () => {
    const name = nameOf(someone());
    const cart = await filled(name);
    await cart.beginCheckout({ orderId: "ord_1", untilMs: untilMs() });
    later(limits.checkoutSeconds * 1000 + 1);
    expect((await cart.read()).checkout).toBeNull();
    expect(await cart.addProduct(piece("a", 3))).toMatchObject({ ok: true });
    expect(await cart.addProduct(piece("b", 1))).toMatchObject({ ok: true });
    expect(await cart.beginCheckout({ orderId: "ord_2", untilMs: untilMs() })).toMatchObject({ begun: true });
    await cart.checkedOut({ orderId: "ord_1" });
    expect(pieces(await cart.read())).toEqual({ a: 3, b: 1 });
    await cart.checkedOut({ orderId: "ord_2" });
    expect(pieces(await cart.read())).toEqual({});
  });
});

describe("a guest's cart", () => {
  it("gives what it has until that has arrived, and it arrives once", async () => {
    const [from, into] = [guestName(), nameOf(someone())];
    const [guest, mine] = [cartAt(from), cartAt(into)];
    await guest.addProduct(piece("a", 999));
    await guest.addProduct(piece("b", 3));
    await guest.enterPromotion({ code: "GUEST" });
    await mine.addProduct(piece("a", 2));
    const give = async () => {
      const answer = await guest.giveAway({ into, currency: "EUR" });
      return answer.ok ? answer.given : null;
    };
    const given = await give();
    await evictDurableObject(rawOf(from));
    expect(await give()).toEqual(given);
    expect(await guest.read()).toMatchObject({ items: [], currency: null, promotionCode: null, mergedInto: into });
    expect(await guest.giveAway({ into: nameOf(someone()), currency: null })).toEqual({ ok: true, given: null });
    if (given === null) throw new Error("nothing was given");
    const taken = await Promise.all([1, 2, 3].map(() => mine.takeUp({ mergeId: `x:${given.rev}`, given })));
    expect(taken.every(({ ok }) => ok)).toBe(true);
    expect(await mine.read()).toMatchObject({ rev: 2, promotionCode: "GUEST" });
    expect(pieces(await mine.read())).toEqual({ a: limits.cartQuantityMax, b: 3 });
    await guest.givenTaken({ rev: given.rev });
    expect(await give()).toBeNull();
    await guest.addProduct(piece("c"));
    expect(await give()).toMatchObject({ items: [{ variantId: "c" }] });
  });

  it("keeps what is in another currency, and leaves out what finds no room", async () => {
    const [guest, mine] = [cartAt(guestName()), cartAt(nameOf(someone()))];
    await guest.addProduct(piece("y", 1, { currency: "JPY" }));
    expect(await guest.giveAway({ into: "x", currency: "EUR" })).toMatchObject({ code: "CURRENCY_MISMATCH" });
    const yen = await guest.read();
    expect(pieces(yen)).toEqual({ y: 1 });
    await mine.addProduct(piece("own"));
    expect(await mine.takeUp({ mergeId: "m0", given: yen })).toMatchObject({ ok: false, code: "CURRENCY_MISMATCH" });
    const items = Array.from({ length: limits.cartItemsMax }, (_, n) => ({
      ...piece(`v${n}`),
      id: `cit_${n}`,
      kind: "PRODUCT" as const,
      addedAtMs: 1,
    }));
    const given = { ...yen, currency: "EUR", items, promotionCode: "THEIRS" };
    await mine.enterPromotion({ code: "MINE" });
    expect(await mine.takeUp({ mergeId: "m1", given })).toMatchObject({ ok: true, left: 1, cart: { promotionCode: "MINE" } });
    expect((await mine.read()).items).toHaveLength(limits.cartItemsMax);
  });

  it("is forgotten when nobody has changed it for so many days, and not before; a person's own is kept", async () => {
    const [name, own] = [guestName(), nameOf(someone())];
    await cartAt(name).addProduct(piece("a"));
    await filled(own);
    later(limits.guestCartDays * 86_400_000 - 60_000);
    await cartAt(name).addProduct(piece("a"));
    vi.useRealTimers();
    later(limits.guestCartDays * 86_400_000 + 1000);
    await runDurableObjectAlarm(rawOf(name));
    await runDurableObjectAlarm(rawOf(name));
    expect(pieces(await cartAt(name).read())).toEqual({ a: 2 });
    later(limits.guestCartDays * 86_400_000);
    expect(await runDurableObjectAlarm(rawOf(name))).toBe(true);
    expect(await cartAt(name).read()).toMatchObject({ rev: 0, items: [] });
    expect(await runDurableObjectAlarm(rawOf(name))).toBe(false);
    expect(await runDurableObjectAlarm(rawOf(own))).toBe(false);
    expect((await cartAt(own).read()).items).toHaveLength(2);
  });
});

describe("whoever looks at a cart", () => {
  const openAt = async (name: string, ticket?: string) => {
    const response = await cartAt(name).fetch("https://cart/live", {
      headers: { upgrade: "websocket", ...(ticket && { "x-marquee-ticket": ticket }) },
    });
    const socket = response.webSocket;
    if (!socket) return { code: (await response.json<{ code: string }>()).code, frames: [], closes: [], socket: null };
    const frames: unknown[] = [];
    const closes: number[] = [];
    socket.accept();
    socket.addEventListener("message", ({ data }) => void frames.push(JSON.parse(String(data))));
    socket.addEventListener("close", ({ code }) => void closes.push(code));
    return { code: null, frames, closes, socket };
  };

  it("hears where it is and of each change, after an eviction too; a ticket opens one socket", async () => {
    const name = guestName();
    const one = await openAt(name, "t1");
    expect((await openAt(name, "t1")).code).toBe("TICKET_INVALID");
    const two = await openAt(name, "t2");
    await cartAt(name).addProduct(piece("a"));
    await evictDurableObject(rawOf(name));
    await cartAt(name).addProduct(piece("a"));
    const all = [0, 1, 2].map((rev) => ({ type: "cart", rev }));
    await vi.waitUntil(() => one.frames.length === 3 && two.frames.length === 3, { timeout: 5000, interval: 5 });
    expect([one.frames, two.frames]).toEqual([all, all]);
    expect((await openAt(name, "t1")).code).toBe("TICKET_INVALID");
    one.socket?.send("hello");
    await vi.waitUntil(() => one.closes.length === 1, { timeout: 5000, interval: 5 });
    expect(one.closes).toEqual([1008]);
    two.socket?.close(1000);
  });

  it("is one of so many, and must come again after half a day", async () => {
    const name = nameOf(someone());
    const sockets: Awaited<ReturnType<typeof openAt>>[] = [];
    for (let n = 0; n < limits.socketsPerCartMax; n++) sockets.push(await openAt(name));
    expect((await openAt(name)).code).toBe("OVERLOADED");
    later(limits.socketHoldHours * 3_600_000 + 1);
    await cartAt(name).addProduct(piece("a"));
    await vi.waitUntil(() => sockets.every(({ closes }) => closes[0] === 1012), { timeout: 5000, interval: 5 });
    expect(sockets[0]?.frames.at(-1)).toEqual({ type: "cart", rev: 1 });
  });
});
