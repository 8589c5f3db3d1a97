import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Booking } from "../../../contracts/bookings.ts";
import type { Payment } from "../../../contracts/payments.ts";
import { expectBooksToAddUp } from "../../../test/books.ts";
import { type House, hold, openHouse, pay, release, seatAt } from "../../../test/box-office.ts";
import { call, makeApp, makeUser, type TestApp, testCtx } from "../../../test/harness.ts";
import { addToCart, buy, cartOfUser, checkOut, makeProduct, makePromotion, orderOf, stockOf } from "../../../test/shop.ts";
import { sweepOrders } from "./settle-orders.ts";

let house: House;
let app: TestApp;
beforeAll(async () => {
  house = await openHouse(40, { maxSeatsPerUser: 100, holdSeconds: 600 });
  app = house.app;
});

let nextSeat = 0;
/** Somebody with a seat (65.00 or 42.00) in the cart. */
async function withSeat() {
  const user = await makeUser(app);
  const seat = seatAt(house, nextSeat++);
  const { reservationToken, price } = (await hold(user, [seat])).body.data;
  expect((await addToCart(user, { reservationToken })).status).toBe(201);
  return { user, reservationToken, price };
}
const bookingsOf = async (user: Parameters<typeof orderOf>[0]) =>
  (await call<{ items: Booking[] }>("GET", "/api/v1/bookings", { user })).body.data.items;

describe("checking out", () => {
  it("sells tickets and products together: one order, one payment, a booking, and an empty cart", async () => {
    const product = await makeProduct(app, { stock: 10 });
    const { user, price } = await withSeat();
    await addToCart(user, { productId: product.id, quantity: 2 });
    const answer = await checkOut(user);
    expect(answer.status).toBe(201);
    const { order, payment } = answer.body.data;
    expect(order).toMatchObject({
      status: "PAID",
      state: "CONFIRMED",
      paymentStatus: "PAID",
      fulfilment: "UNFULFILLED",
      subtotal: price + 1300,
      total: price + 1300,
      currency: "EUR",
    });
    expect(payment).toMatchObject({ status: "SUCCESS", amount: price + 1300, orderId: order.id, reservationToken: null });
    expect(order.lines.map(({ kind, amount }) => [kind, amount])).toEqual([
      ["TICKETS", price],
      ["PRODUCT", 1300],
    ]);
    expect(order.timeline.map(({ type }) => type)).toEqual(["placed", "paid"]);
    const [tickets] = order.lines;
    const [booking] = await bookingsOf(user);
    expect(booking).toMatchObject({ bookingId: tickets?.kind === "TICKETS" && tickets.bookingId, status: "CONFIRMED", amount: price });
    expect(await stockOf(product)).toEqual({ stock: 8, held: 0 });
    expect((await cartOfUser(user)).items).toEqual([]);
    expect((await checkOut(user)).body.error.code).toBe("CART_EMPTY");
    await expectBooksToAddUp(app);
  });

  it("gives back at once what was paid for the seats by themselves before", async () => {
    const { user, reservationToken, price } = await withSeat();
    const { payment: first } = (await pay(user, reservationToken)).body.data;
    expect((await checkOut(user)).body.data.payment).toMatchObject({ status: "SUCCESS", amount: price });
    const paid = async () =>
      (await call<{ payment: Payment }>("GET", `/api/v1/payments/${first.id}`, { user })).body.data.payment.refundedAmount;
    await vi.waitUntil(async () => (await paid()) === price, { timeout: 20_000, interval: 100 });
    expect((await bookingsOf(user)).map(({ status, paymentStatus }) => [status, paymentStatus])).toEqual([["CONFIRMED", "SUCCESS"]]);
    await expectBooksToAddUp(app);
  });

  it("takes a code off tickets and products, and what is refunded later is what was paid", async () => {
    const product = await makeProduct(app, { price: 333 });
    await makePromotion(app, { code: "Tenth", percent: 10 });
    const { user, price } = await withSeat();
    await addToCart(user, { productId: product.id, quantity: 1 });
    await call("POST", "/api/v1/cart/promo", { user, body: { code: "tenth" } });
    const { order } = (await checkOut(user)).body.data;
    const discount = Math.floor((price + 333) / 10 + 0.5);
    expect(order).toMatchObject({ subtotal: price + 333, discount, total: price + 333 - discount, promotionCode: "Tenth" });
    expect(order.lines.reduce((sum, line) => sum + line.discount, 0)).toBe(discount);
    const [booking] = await bookingsOf(user);
    expect(booking?.amount).toBe(price - (order.lines[0]?.discount ?? 0));
    const cancelled = await call<{ order: typeof order }>("POST", `/api/v1/orders/${order.id}/cancel`, { server: app, body: {} });
    expect(cancelled.body.data.order).toMatchObject({ status: "CANCELLED", paymentStatus: "REFUNDED", refundedAmount: order.total });
    await expectBooksToAddUp(app);
  });

  it("asks for no payment where a code pays for everything", async () => {
    const product = await makeProduct(app);
    await makePromotion(app, { code: "GRATIS", percent: 100 });
    const { user } = await withSeat();
    await addToCart(user, { productId: product.id, quantity: 1 });
    await call("POST", "/api/v1/cart/promo", { user, body: { code: "GRATIS" } });
    const answer = await call<{ order: { status: string; total: number }; payment: null }>("POST", "/api/v1/checkout", { user, body: {} });
    expect([answer.status, answer.body.data.order.status, answer.body.data.order.total, answer.body.data.payment]).toEqual([
      201,
      "PAID",
      0,
      null,
    ]);
    expect((await bookingsOf(user))[0]).toMatchObject({ status: "CONFIRMED", amount: 0 });
    await expectBooksToAddUp(app);
  });

  it("leaves everything as it was when the card is declined: the cart, the hold, the stock, the code", async () => {
    const product = await makeProduct(app, { stock: 3 });
    await makePromotion(app, { code: "ONCE", percent: 5, maxUses: 1 });
    const { user, reservationToken } = await withSeat();
    await addToCart(user, { productId: product.id, quantity: 3 });
    await call("POST", "/api/v1/cart/promo", { user, body: { code: "ONCE" } });
    for (const token of ["tok_declined", "tok_insufficient_funds"]) {
      const declined = await checkOut(user, token);
      expect([declined.status, declined.body.error.code]).toEqual([402, "PAYMENT_DECLINED"]);
    }
    const cart = await cartOfUser(user);
    expect([cart.items.length, cart.checkout, cart.promotion?.refusal]).toEqual([2, null, null]);
    expect(await stockOf(product)).toEqual({ stock: 3, held: 0 });
    const held = await call<{ reservation: { status: string } }>("GET", `/api/v1/reservations/${reservationToken}`, { user });
    expect(held.body.data.reservation.status).toBe("ACTIVE");
    expect((await checkOut(user)).status).toBe(201);
    expect(await stockOf(product)).toEqual({ stock: 0, held: 0 });
    const heard = async () =>
      (await call<{ items: { type: string }[] }>("GET", "/api/v1/notifications", { user })).body.data.items.map(({ type }) => type);
    await vi.waitUntil(async () => (await heard()).includes("order.paid"), { timeout: 20_000, interval: 100 });
    expect(await heard()).not.toContain("order.cancelled");
    await expectBooksToAddUp(app);
  });

  it("refuses an empty cart, a missing card, stock that has gone, and a price that has risen until it has been seen", async () => {
    const user = await makeUser(app);
    expect((await checkOut(user)).body.error.code).toBe("CART_EMPTY");
    const product = await makeProduct(app, { stock: 2 });
    await addToCart(user, { productId: product.id, quantity: 2 });
    const cardless = await call("POST", "/api/v1/checkout", { user, body: {} });
    expect([cardless.status, cardless.body.error.code]).toEqual([422, "PAYMENT_METHOD_MISSING"]);
    const repriced = await call("PATCH", `/api/v1/products/${product.id}`, { server: app, body: { price: 700 } });
    expect(repriced.status, JSON.stringify(repriced.body)).toBe(200);
    const dearer = await checkOut(user);
    expect([dearer.status, dearer.body.error.code, dearer.body.error.details]).toMatchObject([
      409,
      "PRICE_CHANGED",
      { items: [{ was: 650, price: 700 }] },
    ]);
    await buy(await makeUser(app), product, 1);
    const gone = await checkOut(user);
    expect([gone.status, gone.body.error.code, gone.body.error.details]).toMatchObject([
      409,
      "OUT_OF_STOCK",
      { items: [{ quantity: 2, available: 1 }] },
    ]);
    const [item] = (await cartOfUser(user)).items;
    await call("PATCH", `/api/v1/cart/items/${item?.id}`, { user, body: { quantity: 1 } });
    expect((await checkOut(user)).body.data.order.total).toBe(700);
  });

  it("answers 410 for a hold that is over, and takes nothing else", async () => {
    const product = await makeProduct(app, { stock: 1 });
    const { user, reservationToken } = await withSeat();
    await addToCart(user, { productId: product.id, quantity: 1 });
    await release(user, reservationToken);
    const answer = await checkOut(user);
    expect([answer.status, answer.body.error.code, answer.body.error.details]).toMatchObject([
      410,
      "RESERVATION_EXPIRED",
      { items: [{ reservationToken }] },
    ]);
    expect(await stockOf(product)).toEqual({ stock: 1, held: 0 });
  });

  it("charges once however often it is clicked, with and without a key", async () => {
    const product = await makeProduct(app, { stock: 50 });
    for (const headers of [{ "idempotency-key": crypto.randomUUID() }, {}] as Record<string, string>[]) {
      const user = await makeUser(app);
      await addToCart(user, { productId: product.id, quantity: 1 });
      const answers = await Promise.all(Array.from({ length: 8 }, () => checkOut(user, "tok_ok", headers)));
      const orders = new Set(answers.flatMap(({ body }) => (body.success ? [body.data.order.id] : [])));
      expect(orders.size).toBe(1);
      expect(answers.filter(({ body }) => !body.success).map(({ body }) => body.error.code)).toEqual(
        answers.filter(({ body }) => !body.success).map(() => expect.stringMatching(/^(CART_EMPTY|IDEMPOTENCY_IN_PROGRESS)$/)),
      );
      const charged = await env.DB.prepare("SELECT count(*) AS n FROM payments WHERE user_id = ?").bind(user.userId).first<number>("n");
      expect(charged).toBe(1);
    }
    expect((await stockOf(product)).stock).toBe(48);
  });
});

describe("an order that waits for its payment", () => {
  it("completes itself when the provider says so, and keeps stock and cart until then", async () => {
    const product = await makeProduct(app, { stock: 5 });
    const { user } = await withSeat();
    await addToCart(user, { productId: product.id, quantity: 2 });
    const answer = await checkOut(user, "tok_slow");
    const { order, payment } = answer.body.data;
    expect([answer.status, order.status, payment?.status]).toEqual([201, "PENDING", "PENDING"]);
    expect(await stockOf(product)).toEqual({ stock: 5, held: 2 });
    const again = await call<{ payment: { id: string } }>("POST", "/api/v1/payments/process", {
      user,
      body: { orderId: order.id, method: "card", token: "tok_ok" },
    });
    expect([again.status, again.body.data.payment.id]).toEqual([200, payment?.id]);
    const busy = await addToCart(user, { productId: product.id, quantity: 1 });
    expect([busy.status, busy.body.error.code]).toEqual([409, "CART_CHECKING_OUT"]);
    await vi.waitUntil(async () => (await orderOf(user, order.id)).status === "PAID", { timeout: 15_000, interval: 200 });
    expect(await stockOf(product)).toEqual({ stock: 3, held: 0 });
    expect((await cartOfUser(user)).items).toEqual([]);
    await expectBooksToAddUp(app);
  });

  it("that its buyer cancels gives everything back, and a payment that comes after all is refunded", async () => {
    const product = await makeProduct(app, { stock: 5 });
    const { user } = await withSeat();
    await addToCart(user, { productId: product.id, quantity: 2 });
    const { order } = (await checkOut(user, "tok_slow")).body.data;
    const cancelled = await call<{ order: typeof order }>("POST", `/api/v1/orders/${order.id}/cancel`, { user, body: {} });
    expect(cancelled.body.data.order).toMatchObject({ status: "CANCELLED", endReason: "CANCELLED_BY_BUYER" });
    expect(await stockOf(product)).toEqual({ stock: 5, held: 0 });
    expect((await cartOfUser(user)).items).toHaveLength(2);
    await vi.waitUntil(async () => (await orderOf(user, order.id)).paymentStatus === "REFUNDED", { timeout: 15_000, interval: 200 });
    expect(await bookingsOf(user)).toEqual([]);
    await expectBooksToAddUp(app);
  });

  it("whose seats were given back in the meantime comes to nothing, whole, and the money goes back", async () => {
    const product = await makeProduct(app, { stock: 5 });
    const { user, reservationToken } = await withSeat();
    await addToCart(user, { productId: product.id, quantity: 2 });
    const { order } = (await checkOut(user, "tok_slow")).body.data;
    await release(user, reservationToken);
    await vi.waitUntil(async () => (await orderOf(user, order.id)).status === "CANCELLED", { timeout: 15_000, interval: 200 });
    expect(await orderOf(user, order.id)).toMatchObject({ endReason: "RESERVATION_EXPIRED", paymentStatus: "REFUNDED" });
    expect(await stockOf(product)).toEqual({ stock: 5, held: 0 });
    await expectBooksToAddUp(app);
  });

  it("and that nobody ever pays ends when its time is over", async () => {
    const product = await makeProduct(app, { stock: 5 });
    const user = await makeUser(app);
    await addToCart(user, { productId: product.id, quantity: 5 });
    const { order } = (await checkOut(user, "tok_pending")).body.data;
    await env.DB.prepare("DELETE FROM simulated_charges WHERE reference = ?").bind(order.paymentId).run();
    await sweepOrders(testCtx({ now: () => Date.now() + 400_000 }));
    expect(await orderOf(user, order.id)).toMatchObject({ status: "CANCELLED", endReason: "NOT_PAID_IN_TIME" });
    expect(await stockOf(product)).toEqual({ stock: 5, held: 0 });
  });
});

it("an order is its buyer's and its tenant's, and nobody else's", async () => {
  const order = await buy(await makeUser(app), await makeProduct(app));
  const foreign = await makeApp();
  for (const caller of [{ user: await makeUser(app) }, { user: await makeUser(foreign) }, { server: foreign }])
    for (const [method, path] of [
      ["GET", ""],
      ["POST", "/cancel"],
      ["POST", "/return"],
    ] as const)
      expect(
        (await call(method, `/api/v1/orders/${order.id}${path}`, { ...caller, ...(method === "POST" && { body: {} }) })).body.error.code,
      ).toBe("ORDER_NOT_FOUND");
  expect((await call("GET", `/api/v1/orders/${order.id}`, { server: app })).status).toBe(200);
});
