import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Reservation } from "../../contracts/bookings.ts";
import type { Payment } from "../../contracts/payments.ts";
import { expectBooksToAddUp } from "../../test/books.ts";
import { type House, hold, openHouse, pay, release, seatAt } from "../../test/box-office.ts";
import { call, makeUser, type TestUser, testCtx } from "../../test/harness.ts";
import { newId } from "../platform/ids.ts";
import { payRefunds } from "./pay-refunds.ts";
import { paymentData } from "./personal-data.ts";
import { sweepPayments } from "./sweep-payments.ts";

/** A hold that is an order of tickets, by the row that makes it one. */
async function ordered() {
  const house = await openHouse(4);
  const user = await makeUser(house.app);
  const { reservationToken } = (await hold(user, [seatAt(house, 0)])).body.data;
  const orderId = `tor_${newId("payment").slice(4)}`;
  await env.DB.prepare(
    `INSERT INTO ticket_orders (id, app_id, user_id, listing_id, showtime_id, reservation_token, seats, amount, currency, expires_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, '[]', 6500, 'EUR', 0, 0)`,
  )
    .bind(orderId, house.app.appId, user.userId, house.listingId, house.showtimeId, reservationToken)
    .run();
  return { house, user, reservationToken, orderId };
}
const payOrder = (user: TestUser, orderId: string, token = "tok_ok") =>
  call<{ payment: Payment }>("POST", "/api/v1/payments/process", { user, body: { orderId, method: "card", token } });
const reservationOf = async (user: TestUser, token: string) =>
  (await call<{ reservation: Reservation }>("GET", `/api/v1/reservations/${token}`, { user })).body.data.reservation;
const paymentOf = async (user: TestUser, id: string) =>
  (await call<{ payment: Payment }>("GET", `/api/v1/payments/${id}`, { user })).body.data.payment;

describe("paying for an order", () => {
  it("books by itself at once", async () => {
    const { house, user, reservationToken, orderId } = await ordered();
    const answer = await payOrder(user, orderId);
    const { bookingId, status } = await reservationOf(user, reservationToken);
    expect([answer.status, answer.body.data.payment.status, answer.body.data.payment.bookingId]).toEqual([201, "SUCCESS", bookingId]);
    expect([status, bookingId]).toEqual(["CONFIRMED", expect.stringMatching(/^BK-/)]);
    await expectBooksToAddUp(house.app);
  });

  it("books by itself when a slow card succeeds", async () => {
    const { house, user, reservationToken, orderId } = await ordered();
    expect((await payOrder(user, orderId, "tok_slow")).body.data.payment.status).toBe("PENDING");
    await vi.waitUntil(async () => (await reservationOf(user, reservationToken)).status === "CONFIRMED", {
      timeout: 15_000,
      interval: 200,
    });
    expect((await expectBooksToAddUp(house.app)).bookings).toBe(6500);
  });

  it("books by itself through the sweep when nobody told of the success", async () => {
    const { house, user, reservationToken, orderId } = await ordered();
    const { payment } = (await payOrder(user, orderId, "tok_pending")).body.data;
    await env.DB.batch([
      env.DB.prepare("UPDATE simulated_charges SET status = 'succeeded' WHERE reference = ?").bind(payment.id),
      env.DB.prepare("UPDATE payments SET created_at = created_at - 200000 WHERE id = ?").bind(payment.id),
    ]);
    await sweepPayments(testCtx());
    expect((await reservationOf(user, reservationToken)).status).toBe("CONFIRMED");
    expect((await expectBooksToAddUp(house.app)).bookings).toBe(6500);
  });

  it("again, or after it was paid as a reservation, charges once and books once", async () => {
    const { house, user, reservationToken, orderId } = await ordered();
    const first = await pay(user, reservationToken);
    expect((await reservationOf(user, reservationToken)).status).toBe("ACTIVE");
    const second = await payOrder(user, orderId);
    expect([second.status, second.body.data.payment.id]).toEqual([200, first.body.data.payment.id]);
    expect((await reservationOf(user, reservationToken)).status).toBe("CONFIRMED");
    expect((await payOrder(user, orderId)).body.error.code).toBe("RESERVATION_CONFIRMED");
    expect((await expectBooksToAddUp(house.app)).captured).toBe(6500);
  });

  it("that was given back while the card was slow gives the money back", async () => {
    const { house, user, reservationToken, orderId } = await ordered();
    const { payment } = (await payOrder(user, orderId, "tok_slow")).body.data;
    await release(user, reservationToken);
    await vi.waitUntil(async () => (await paymentOf(user, payment.id)).status === "REFUNDED", { timeout: 15_000, interval: 200 });
    expect(await paymentOf(user, payment.id)).toMatchObject({
      refundedAmount: 6500,
      refundId: expect.stringMatching(/^ref_/),
      bookingId: null,
    });
    expect((await expectBooksToAddUp(house.app)).bookings).toBe(0);
  });

  it("is for whose it is, and names an order or a reservation", async () => {
    const { house, user, reservationToken, orderId } = await ordered();
    expect((await payOrder(await makeUser(house.app), orderId)).body.error.code).toBe("ORDER_NOT_FOUND");
    expect((await payOrder(user, "tor_nobody")).body.error.code).toBe("ORDER_NOT_FOUND");
    for (const body of [{ token: "tok_ok" }, { token: "tok_ok", orderId, reservationToken }])
      expect((await call("POST", "/api/v1/payments/process", { user, body })).body.error.code).toBe("VALIDATION_FAILED");
  });
});

describe("refunds of a booking", () => {
  async function paidOrder(): Promise<{ house: House; user: TestUser; payment: Payment }> {
    const { house, user, orderId } = await ordered();
    return { house, user, payment: (await payOrder(user, orderId)).body.data.payment };
  }
  const line = (payment: Payment, id: string, amount: number) => ({
    id,
    paymentId: payment.id,
    bookingId: payment.bookingId ?? "",
    amount,
    reason: "test",
    at: Date.now(),
  });
  const atProvider = (payment: Payment) =>
    env.DB.prepare("SELECT refunded FROM simulated_charges WHERE reference = ?").bind(payment.id).first<number>("refunded");

  it("are recorded and paid once, however often and by however many they are told", async () => {
    const { house, payment } = await paidOrder();
    const lines = [line(payment, `ref_${payment.id}`, 1500), line(payment, `ref_${payment.id}_2`, 500)];
    await Promise.all(Array.from({ length: 5 }, () => payRefunds(testCtx(), house.app.appId, lines)));
    expect(await atProvider(payment)).toBe(2000);
  });

  it("never come to more than was paid, in our books as in the provider's", async () => {
    const { house, payment } = await paidOrder();
    const first = line(payment, `ref_${payment.id}`, 6000);
    const second = line(payment, `ref_${payment.id}_2`, 501);
    await payRefunds(testCtx(), house.app.appId, [first]);
    await expect(payRefunds(testCtx(), house.app.appId, [second])).rejects.toThrow("refunds exceed their payment");
    expect(await atProvider(payment)).toBe(6000);
  });

  it("of a payment of another app are not recorded", async () => {
    const [{ payment }, other] = [await paidOrder(), await paidOrder()];
    await payRefunds(testCtx(), other.house.app.appId, [line(payment, `ref_${payment.id}`, 1)]);
    expect(await atProvider(payment)).toBe(0);
  });

  it("that a crash left unpaid are paid by the sweep", async () => {
    const { house, user, payment } = await paidOrder();
    await env.DB.prepare(
      `INSERT INTO refunds (id, payment_id, app_id, booking_id, amount, reason, status, created_at, updated_at) VALUES (?, ?, ?, ?, 700, 'test', 'PENDING', 0, 0)`,
    )
      .bind(`ref_${payment.id}`, payment.id, house.app.appId, payment.bookingId)
      .run();
    await sweepPayments(testCtx());
    expect(await atProvider(payment)).toBe(700);
    expect(await paymentOf(user, payment.id)).toMatchObject({ status: "SUCCESS", refundedAmount: 700, refundId: `ref_${payment.id}` });
  });

  it("are in the export of whoever paid: each refund, and the payment with their sum", async () => {
    const { house, user, payment } = await paidOrder();
    await payRefunds(testCtx(), house.app.appId, [line(payment, `ref_${payment.id}`, 1500), line(payment, `ref_${payment.id}_2`, 500)]);
    const [paid, refunded] = await Promise.all(
      paymentData.sections.map(
        async (section) => (await section.read(testCtx(), { userId: user.userId, email: user.email, username: "" }, null, 10)).items,
      ),
    );
    expect(paid).toEqual([expect.objectContaining({ id: payment.id, refundedAmount: 2000, refundId: `ref_${payment.id}_2` })]);
    expect(refunded).toEqual([
      expect.objectContaining({ id: `ref_${payment.id}`, amount: 1500, bookingId: payment.bookingId, status: "SUCCEEDED" }),
      expect.objectContaining({ id: `ref_${payment.id}_2`, amount: 500 }),
    ]);
  });
});
