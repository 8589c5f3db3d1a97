import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Booking } from "../../contracts/bookings.ts";
import type { Payment, RefundedPayment } from "../../contracts/payments.ts";
import { expectBooksToAddUp } from "../../test/books.ts";
import { buy, confirm, type House, hold, openHouse, pay, seatAt } from "../../test/box-office.ts";
import { call, makeUser, type TestUser, testCtx } from "../../test/harness.ts";
import { addToCart, checkOut, makeProduct, orderOf, stockOf } from "../../test/shop.ts";
import { tellRefunds } from "../commerce/orders/tell-refunds.ts";

let house: House;
let user: TestUser;
let nextSeat = 0;
beforeAll(async () => {
  house = await openHouse(40);
  user = await makeUser(house.app);
});
/** Two Standard seats, 8400. */
const bought = () => buy(user, [seatAt(house, 10 + nextSeat++), seatAt(house, 10 + nextSeat++)]);
const giveBack = (id: string | null, body: object, headers: Record<string, string> = {}) =>
  call<RefundedPayment>("POST", `/api/v1/payments/${id}/refund`, { server: house.app, body, headers });
const bookingOf = async (id: string) => (await call<{ booking: Booking }>("GET", `/api/v1/bookings/${id}`, { user })).body.data.booking;
const told = ({ status, body }: Awaited<ReturnType<typeof giveBack>>) => [status, body.error?.code, body.error?.details];

describe("a refund by hand", () => {
  it("of a part leaves the seats with the buyer, stands in the history, and is not given back again by a cancellation", async () => {
    const { bookingId, paymentId } = await bought();
    const part = await giveBack(paymentId, { amount: 1500, reason: "The bar was closed" });
    expect([part.status, part.body.data.refund]).toEqual([200, { id: expect.stringMatching(/^ref_/), amount: 1500, status: "SUCCEEDED" }]);
    const { payment, refund } = part.body.data;
    expect(payment).toMatchObject({ status: "SUCCESS", capturedAmount: 8400, refundedAmount: 1500, refundId: refund.id, disputed: false });
    expect(payment.events.map(({ type, amount, reference }) => [type, amount, reference])).toEqual([
      ["AUTHORISED", 8400, `sim_${paymentId}`],
      ["CAPTURED", 8400, `sim_${paymentId}`],
      ["REFUNDED", 1500, refund.id],
    ]);
    expect((await bookingOf(bookingId)).seats).toHaveLength(2);
    expect(told(await giveBack(paymentId, { amount: 6901 }))).toEqual([409, "REFUND_TOO_LARGE", { remaining: 6900, currency: "EUR" }]);

    const rest = await giveBack(paymentId, {});
    expect(rest.body.data).toMatchObject({
      refund: { amount: 6900, status: "SUCCEEDED" },
      payment: { status: "REFUNDED", refundedAmount: 8400 },
    });
    expect((await bookingOf(bookingId)).status).toBe("CANCELLED");
    expect(told(await giveBack(paymentId, {}))).toEqual([409, "REFUND_TOO_LARGE", { remaining: 0, currency: "EUR" }]);
    await expectBooksToAddUp(house.app);
  });

  it("of what was kept of a cancelled booking goes back in parts or whole, and the booking stays over", async () => {
    const { bookingId, paymentId } = await bought();
    const kept = await call<{ refund: { amount: number } }>("POST", `/api/v1/bookings/${bookingId}/cancel`, { user });
    expect([kept.status, kept.body.data.refund.amount]).toEqual([200, 0]);
    expect((await giveBack(paymentId, { amount: 400 })).body.data).toMatchObject({ refund: { amount: 400, status: "SUCCEEDED" } });
    expect((await giveBack(paymentId, {})).body.data).toMatchObject({ refund: { amount: 8000 }, payment: { status: "REFUNDED" } });
    expect(await bookingOf(bookingId)).toMatchObject({ status: "CANCELLED", paymentStatus: "REFUNDED", refundedAmount: 8400, seats: [] });
    expect(told(await giveBack(paymentId, {}))).toEqual([409, "REFUND_TOO_LARGE", { remaining: 0, currency: "EUR" }]);
    await expectBooksToAddUp(house.app);
  });

  it("of the whole, asked for twice at once, happens once", async () => {
    const { paymentId } = await bought();
    const answers = await Promise.all([giveBack(paymentId, {}), giveBack(paymentId, {})]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refunded = await env.DB.prepare("SELECT refunded FROM simulated_charges WHERE reference = ?").bind(paymentId).first("refunded");
    expect(refunded).toBe(8400);
  });

  it("with an Idempotency-Key is made once, and the second answer is the first", async () => {
    const { paymentId } = await bought();
    const key = { "idempotency-key": `refund-${paymentId}` };
    const [first, again] = [await giveBack(paymentId, { amount: 300 }, key), await giveBack(paymentId, { amount: 300 }, key)];
    expect(again.body.data).toEqual(first.body.data);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(first.body.data.payment.refundedAmount).toBe(300);
  });

  it("of what has booked nothing yet is all or nothing, and then it confirms nothing any more", async () => {
    const { reservationToken } = (await hold(user, [seatAt(house, 0)])).body.data;
    const { payment } = (await pay(user, reservationToken)).body.data;
    expect(told(await giveBack(payment.id, { amount: 100 })).slice(0, 2)).toEqual([422, "VALIDATION_FAILED"]);
    expect((await giveBack(payment.id, {})).body.data.payment).toMatchObject({ status: "REFUNDED", refundedAmount: 6500 });
    expect((await confirm(user, reservationToken, payment.id)).body.error.code).toBe("PAYMENT_NOT_SUCCESSFUL");
  });

  it("of an order takes its products first and then the seats, and the whole ends the booking", async () => {
    const product = await makeProduct(house.app, { price: 1000 });
    const { reservationToken, price } = (await hold(user, [seatAt(house, 2)])).body.data;
    await addToCart(user, { reservationToken });
    await addToCart(user, { productId: product.id, quantity: 2 });
    const { order, payment } = (await checkOut(user)).body.data;
    const paymentId = payment?.id ?? "";
    const bookingId = order.lines.map((line) => (line.kind === "TICKETS" ? line.bookingId : null)).find(Boolean) ?? "";
    const part = await giveBack(paymentId, { amount: 2500 });
    expect(part.body.data).toMatchObject({
      refund: { amount: 2500 },
      payment: { status: "SUCCESS", refundedAmount: 2500, orderId: order.id },
    });
    expect(await bookingOf(bookingId)).toMatchObject({ status: "CONFIRMED", refundedAmount: 500 });
    expect(await stockOf(product)).toEqual({ stock: 998, held: 0 });
    await expectBooksToAddUp(house.app);
    const rest = await giveBack(paymentId, {});
    expect(rest.body.data).toMatchObject({ refund: { amount: price - 500 }, payment: { status: "REFUNDED" } });
    expect((await bookingOf(bookingId)).status).toBe("CANCELLED");
    const stands = await vi.waitUntil(
      async () => {
        const found = await orderOf(user, order.id);
        return found.timeline.length < 5 ? null : found;
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(stands).toMatchObject({ status: "REFUNDED", refundedAmount: price + 2000 });
    expect(stands.timeline.map(({ type, actor, details }) => [type, actor, details.amount])).toEqual([
      ["placed", "user", undefined],
      ["paid", "system", order.total],
      ["refunded", "server", 2000],
      ["refunded", "server", 500],
      ["refunded", "server", price - 500],
    ]);
    const pushed = async () =>
      (await call<{ items: { type: string; data: object }[] }>("GET", "/api/v1/notifications", { user })).body.data.items.filter(
        ({ type, data }) => type.startsWith("order.") && "orderId" in data && data.orderId === order.id,
      );
    await vi.waitUntil(async () => (await pushed()).some(({ type }) => type === "order.refunded"), { timeout: 20_000, interval: 100 });
    const events = [part, rest].map(({ body }) => ({ refundId: body.data.refund.id }));
    await tellRefunds(testCtx(), events);
    expect((await orderOf(user, order.id)).timeline).toHaveLength(5);
    await expectBooksToAddUp(house.app);
  });

  it("is the tenant's to make, of a payment of its own that has succeeded", async () => {
    const { paymentId } = await bought();
    const asBuyer = await call("POST", `/api/v1/payments/${paymentId}/refund`, { user, body: {} });
    expect(asBuyer.status).toBe(403);
    expect(told(await giveBack("pay_none", {})).slice(0, 2)).toEqual([404, "PAYMENT_NOT_FOUND"]);
    const { reservationToken } = (await hold(user, [seatAt(house, 1)])).body.data;
    const pending = (await pay(user, reservationToken, "tok_declined")).body.error.details?.paymentId;
    expect(told(await giveBack(String(pending), {})).slice(0, 2)).toEqual([402, "PAYMENT_NOT_SUCCESSFUL"]);
    const failed = (await call<{ payment: Payment & { events: object[] } }>("GET", `/api/v1/payments/${pending}`, { user })).body.data
      .payment;
    expect([failed.capturedAmount, failed.events]).toEqual([0, [expect.objectContaining({ type: "FAILED", reference: "card_declined" })]]);
  });
});
