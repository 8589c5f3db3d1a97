import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Order } from "../../../contracts/orders.ts";
import { expectBooksToAddUp } from "../../../test/books.ts";
import { type House, hold, openHouse, seatAt } from "../../../test/box-office.ts";
import { call, makeUser, type TestApp, type TestUser, testCtx } from "../../../test/harness.ts";
import { addToCart, buy, checkOut, makeProduct, makePromotion, orderOf, stockOf } from "../../../test/shop.ts";
import { sweepOrders } from "../checkout/settle-orders.ts";

let house: House;
let app: TestApp;
beforeAll(async () => {
  house = await openHouse(20, {
    maxSeatsPerUser: 20,
    holdSeconds: 600,
    cancellationPolicy: { fullRefundUntilHours: 1000, partialRefundUntilHours: 24, partialRefundPercent: 50 },
  });
  app = house.app;
});

const become = (id: string, body: Record<string, unknown>, by: { server?: TestApp; user?: TestUser } = { server: app }) =>
  call<{ order: Order }>("PATCH", `/api/v1/orders/${id}/status`, { ...by, body });
const sendBack = (user: TestUser, id: string, body: object = {}) =>
  call<{ order: Order }>("POST", `/api/v1/orders/${id}/return`, { user, body });
const cancel = (by: { server?: TestApp; user?: TestUser }, id: string) =>
  call<{ order: Order }>("POST", `/api/v1/orders/${id}/cancel`, { ...by, body: { reason: "changed my mind" } });
async function delivered(order: Order): Promise<void> {
  for (const status of ["FULFILLING", "SHIPPED", "DELIVERED"])
    expect((await become(order.id, { status })).body.data.order.status).toBe(status);
}

let nextSeat = 0;
/** Somebody who bought a seat and so much popcorn in one order. */
async function mixed(quantity: number) {
  const user = await makeUser(app);
  const product = await makeProduct(app, { stock: 10 });
  const { reservationToken, price } = (await hold(user, [seatAt(house, nextSeat++)])).body.data;
  await addToCart(user, { reservationToken });
  await addToCart(user, { productId: product.id, quantity });
  const { order } = (await checkOut(user)).body.data;
  return { user, product, order, price };
}

describe("an order on its way", () => {
  it("moves one step at a time, with a tracking number and a timeline, and says what else it may become", async () => {
    const user = await makeUser(app);
    const order = await buy(user, await makeProduct(app));
    const early = await become(order.id, { status: "DELIVERED" });
    expect([early.status, early.body.error.code, early.body.error.details]).toEqual([
      409,
      "ILLEGAL_TRANSITION",
      { status: "PAID", to: "DELIVERED", allowed: ["FULFILLING", "CANCELLED", "REFUNDED"] },
    ]);
    const tracking = { carrier: "Post", number: "RR123456785AT", url: "https://track.example.com/RR123456785AT" };
    await become(order.id, { status: "FULFILLING" });
    const shipped = await become(order.id, { status: "SHIPPED", tracking });
    expect(shipped.body.data.order).toMatchObject({ status: "SHIPPED", fulfilment: "SHIPPED", paymentStatus: "PAID", tracking });
    const mended = { number: "RR000000000AT" };
    expect((await become(order.id, { status: "SHIPPED", tracking: mended })).body.data.order.tracking).toEqual(mended);
    await become(order.id, { status: "DELIVERED" });
    for (const status of ["PENDING", "PAID", "FULFILLING", "SHIPPED", "DELIVERED", "CANCELLED"])
      expect((await become(order.id, { status })).body.error.code).toBe("ILLEGAL_TRANSITION");
    expect((await orderOf(user, order.id)).timeline.map(({ type }) => type)).toEqual([
      "placed",
      "paid",
      "fulfilling",
      "shipped",
      "delivered",
    ]);
  });

  it("is moved by two at once only once", async () => {
    const order = await buy(await makeUser(app), await makeProduct(app));
    const answers = await Promise.all(Array.from({ length: 6 }, () => become(order.id, { status: "FULFILLING" })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  });

  it("is moved by the organizer whose products alone it has, and by nobody else", async () => {
    const organizer = await makeUser(app, { role: "ORGANIZER" });
    const own = await call<{ product: { id: string } }>("POST", "/api/v1/products", {
      user: organizer,
      body: { name: "Signed poster", price: 900, currency: "EUR", stock: 5 },
    });
    const buyer = await makeUser(app);
    await addToCart(buyer, { productId: own.body.data.product.id, quantity: 1 });
    const { order } = (await checkOut(buyer)).body.data;
    expect((await become(order.id, { status: "FULFILLING" }, { user: buyer })).body.error.code).toBe("FORBIDDEN");
    const other = await makeUser(app, { role: "ORGANIZER" });
    expect((await become(order.id, { status: "FULFILLING" }, { user: other })).body.error.code).toBe("ORDER_NOT_FOUND");
    expect((await become(order.id, { status: "FULFILLING" }, { user: organizer })).status).toBe(200);
  });
});

describe("an order that is called off", () => {
  it("by its buyer gives the tickets back by the showtime's policy, the products whole, and the stock", async () => {
    const { user, product, order, price } = await mixed(2);
    const answer = await cancel({ user }, order.id);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.data.order).toMatchObject({
      status: "CANCELLED",
      paymentStatus: "PARTIALLY_REFUNDED",
      refundedAmount: 1300 + price / 2,
    });
    expect(await stockOf(product)).toEqual({ stock: 10, held: 0 });
    expect((await cancel({ user }, order.id)).body.error.code).toBe("ILLEGAL_TRANSITION");
    await expectBooksToAddUp(app);
  });

  it("by the tenant gives everything back", async () => {
    const { order, product } = await mixed(1);
    const answer = await become(order.id, { status: "CANCELLED", reason: "flooded storeroom" });
    expect(answer.body.data.order).toMatchObject({ status: "CANCELLED", paymentStatus: "REFUNDED", refundedAmount: order.total });
    expect(await stockOf(product)).toEqual({ stock: 10, held: 0 });
    await expectBooksToAddUp(app);
  });

  it("is not once it was sent; its money may still go back, and what was sent does not return to the shelf by that", async () => {
    const { user, order, product } = await mixed(1);
    await become(order.id, { status: "FULFILLING" });
    await become(order.id, { status: "SHIPPED" });
    expect((await cancel({ user }, order.id)).body.error.code).toBe("ILLEGAL_TRANSITION");
    const answer = await become(order.id, { status: "REFUNDED", reason: "lost in the post" });
    expect(answer.body.data.order).toMatchObject({ status: "REFUNDED", paymentStatus: "REFUNDED", fulfilment: "SHIPPED" });
    expect(await stockOf(product)).toEqual({ stock: 9, held: 0 });
    expect((await become(order.id, { status: "REFUNDED" })).body.error.code).toBe("ILLEGAL_TRANSITION");
    await expectBooksToAddUp(app);
  });

  it("with tickets of a showtime without a policy gives back what the products cost", async () => {
    const strict = await openHouse(2, {}, app);
    const user = await makeUser(app);
    const product = await makeProduct(app, { stock: 10 });
    const { reservationToken } = (await hold(user, [seatAt(strict, 0)])).body.data;
    await addToCart(user, { reservationToken });
    await addToCart(user, { productId: product.id, quantity: 1 });
    const { order } = (await checkOut(user)).body.data;
    const [booking] = order.lines;
    // Without a policy a booking can be cancelled, and nothing goes back for it.
    const answer = await cancel({ user }, order.id);
    expect(answer.body.data.order).toMatchObject({ status: "CANCELLED", refundedAmount: 650 });
    const again = await call<{ booking: { status: string } }>(
      "GET",
      `/api/v1/bookings/${booking?.kind === "TICKETS" && booking.bookingId}`,
      { user },
    );
    expect(again.body.data.booking.status).toBe("CANCELLED");
    await expectBooksToAddUp(app);
  });

  it("and left half way by a crash is called off whole by the sweep", async () => {
    const { user, order } = await mixed(1);
    await env.DB.batch([
      env.DB.prepare(
        "UPDATE orders SET state = 'CANCELLED', step = 'CALLING_OFF', ended_by = 'SELLER', worker = 'gone', leased_until = 1, updated_at = 1 WHERE id = ?",
      ).bind(order.id),
      env.DB.prepare(
        `INSERT INTO refunds (id, payment_id, app_id, order_id, amount, reason, status, created_at, updated_at)
         SELECT 'ref_' || id, id, app_id, order_id, 650, 'order cancelled', 'PENDING', 0, 0 FROM payments WHERE id = ?`,
      ).bind(order.paymentId),
    ]);
    await sweepOrders(testCtx());
    expect(await orderOf(user, order.id)).toMatchObject({ status: "CANCELLED", paymentStatus: "REFUNDED", refundedAmount: order.total });
    await expectBooksToAddUp(app);
  });
});

describe("a return", () => {
  it("gives back what was paid for the pieces, to the cent, however many returns it takes", async () => {
    const user = await makeUser(app);
    const product = await makeProduct(app, { price: 333, stock: 10 });
    await makePromotion(app, { code: "SEVENTH", percent: 7 });
    await addToCart(user, { productId: product.id, quantity: 3 });
    await call("POST", "/api/v1/cart/promo", { user, body: { code: "SEVENTH" } });
    const { order } = (await checkOut(user)).body.data;
    expect((await sendBack(user, order.id)).body.error.code).toBe("ILLEGAL_TRANSITION");
    await delivered(order);
    const [line] = order.lines;
    const lines = [{ lineId: line?.id, quantity: 1 }];
    const first = (await sendBack(user, order.id, { lines })).body.data.order;
    expect(first).toMatchObject({ status: "DELIVERED", paymentStatus: "PARTIALLY_REFUNDED", refundedAmount: Math.floor(order.total / 3) });
    const parallel = await Promise.all([
      sendBack(user, order.id, { lines }),
      sendBack(user, order.id, { lines }),
      sendBack(user, order.id, { lines }),
    ]);
    expect(parallel.filter(({ status }) => status === 200).length).toBeLessThan(3);
    await sendBack(user, order.id);
    expect(await orderOf(user, order.id)).toMatchObject({ status: "REFUNDED", refundedAmount: order.total });
    expect(await stockOf(product)).toEqual({ stock: 10, held: 0 });
    const heard = async () =>
      (await call<{ items: { type: string }[] }>("GET", "/api/v1/notifications", { user })).body.data.items.map(({ type }) => type);
    await vi.waitUntil(async () => (await heard()).includes("order.refunded"), { timeout: 20_000, interval: 100 });
    expect((await orderOf(user, order.id)).timeline.map(({ type }) => type)).not.toContain("refunded");
    const nothing = await sendBack(user, order.id, { lines });
    expect([nothing.body.error.code, nothing.body.error.details]).toMatchObject([
      "RETURN_NOT_POSSIBLE",
      { reason: "NOT_SO_MANY_LEFT", left: 0 },
    ]);
    await expectBooksToAddUp(app);
  });

  it("is for products, within thirty days", async () => {
    const { user, order } = await mixed(1);
    await delivered(order);
    const tickets = order.lines.find(({ kind }) => kind === "TICKETS");
    const wrong = await sendBack(user, order.id, { lines: [{ lineId: tickets?.id, quantity: 1 }] });
    expect([wrong.body.error.code, wrong.body.error.details]).toMatchObject(["RETURN_NOT_POSSIBLE", { reason: "NOT_A_PRODUCT" }]);
    await env.DB.prepare("UPDATE orders SET delivered_at = delivered_at - 31 * 86400000 WHERE id = ?").bind(order.id).run();
    expect((await sendBack(user, order.id)).body.error.details).toMatchObject({ reason: "TOO_LATE" });
    const byServer = await call<{ order: Order }>("POST", `/api/v1/orders/${order.id}/return`, { server: app, body: {} });
    expect(byServer.body.data.order.refundedAmount).toBe(650);
    await expectBooksToAddUp(app);
  });
});

it("orders are listed by what they are, newest first, to their buyer alone and to the tenant", async () => {
  const user = await makeUser(app);
  const product = await makeProduct(app);
  const first = await buy(user, product);
  const second = await buy(user, product);
  await become(first.id, { status: "FULFILLING" });
  const listed = async (by: { server?: TestApp; user?: TestUser }, query = "") =>
    (await call<{ items: Order[]; nextCursor: string | null }>("GET", `/api/v1/orders?${query}`, by)).body.data;
  expect((await listed({ user })).items.map(({ id }) => id)).toEqual([second.id, first.id]);
  expect((await listed({ user }, "status=FULFILLING")).items.map(({ id, status }) => [id, status])).toEqual([[first.id, "FULFILLING"]]);
  const page = await listed({ user }, "limit=1");
  expect([page.items[0]?.id, (await listed({ user }, `limit=1&cursor=${page.nextCursor}`)).items[0]?.id]).toEqual([second.id, first.id]);
  expect((await listed({ user: await makeUser(app) })).items).toEqual([]);
  expect((await listed({ server: app }, "limit=2")).items.map(({ id }) => id)).toEqual([second.id, first.id]);
});
