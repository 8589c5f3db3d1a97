import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Booking, BookingRefund, RefundQuote } from "../../contracts/bookings.ts";
import type { Payment } from "../../contracts/payments.ts";
import { expectBooksToAddUp } from "../../test/books.ts";
import { buy, type House, hold, openHouse, seatAt, seatsOf } from "../../test/box-office.ts";
import { call, makeApp, makeUser, type TestApp, type TestUser } from "../../test/harness.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";

type Cancelled = { booking: Booking; refund: BookingRefund };
const cancel = (user: TestUser, bookingId: string, body?: object, headers: Record<string, string> = {}) =>
  call<Cancelled>("POST", `/api/v1/bookings/${bookingId}/cancel`, { user, headers, ...(body && { body }) });
const quote = async (user: TestUser, bookingId: string, query = "") =>
  (await call<{ quote: RefundQuote }>("GET", `/api/v1/bookings/${bookingId}/cancellation-quote${query}`, { user })).body.data.quote;
const paymentOf = async (user: TestUser, id: string | null) =>
  (await call<{ payment: Payment }>("GET", `/api/v1/payments/${id}`, { user })).body.data.payment;
const objectOf = (house: House) => seatMapOf(env, house.app.appId, house.showtimeId);
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const policy = { fullRefundUntilHours: 48, partialRefundUntilHours: 24, partialRefundPercent: 50 };

async function booked(seats: number[], terms: Record<string, unknown> = { cancellationPolicy: policy }, app?: TestApp) {
  const house = await openHouse(14, terms, app);
  const user = await makeUser(house.app);
  const booking = await buy(
    user,
    seats.map((seat) => seatAt(house, seat)),
  );
  return { house, user, booking };
}

describe("cancelling a booking", () => {
  it("gives everything back early, frees the seats and says so everywhere", async () => {
    const { house, user, booking } = await booked([0, 1]);
    const answer = await cancel(user, booking.bookingId);
    expect(answer.status).toBe(200);
    expect(answer.body.data.refund).toEqual({
      id: expect.stringMatching(/^ref_/),
      amount: 13_000,
      currency: "EUR",
      percent: 100,
      status: "SUCCEEDED",
    });
    expect(answer.body.data.booking).toMatchObject({
      bookingId: booking.bookingId,
      status: "CANCELLED",
      paymentStatus: "REFUNDED",
      seats: [],
      cancelledSeats: booking.seats,
      amount: 13_000,
      refundedAmount: 13_000,
      payments: [{ paymentId: booking.paymentId, amount: 13_000, refundedAmount: 13_000 }],
    });
    expect((await seatsOf(house.app, house.showtimeId)).slice(0, 2).map(({ status }) => status)).toEqual(["AVAILABLE", "AVAILABLE"]);
    expect(await paymentOf(user, booking.paymentId)).toMatchObject({ status: "REFUNDED", refundedAmount: 13_000 });
    await vi.waitUntil(async () => {
      const shown = await call<{ booking: Booking }>("GET", `/api/v1/bookings/${booking.bookingId}`, { user });
      return shown.body.data.booking.status === "CANCELLED";
    });
    await expectBooksToAddUp(house.app);
  });

  it.each([
    ["a part between the two times", 36, 3250, "SUCCEEDED"],
    ["nothing after both", 12, 0, "NONE"],
  ])("gives back %s", async (_, hours, amount, status) => {
    const { house, user, booking } = await booked([0], { cancellationPolicy: policy, startsAt: inHours(hours) });
    expect(await quote(user, booking.bookingId)).toMatchObject({ cancellable: true, reason: null, amount });
    const { refund } = (await cancel(user, booking.bookingId)).body.data;
    expect([refund.amount, refund.status, refund.id === null]).toEqual([amount, status, amount === 0]);
    await expectBooksToAddUp(house.app);
  });

  it("gives nothing back where the showtime has no policy, and cancels all the same", async () => {
    const { house, user, booking } = await booked([0], {});
    const { data } = (await cancel(user, booking.bookingId)).body;
    expect(data.refund).toMatchObject({ amount: 0, percent: 0, status: "NONE" });
    expect(data.booking).toMatchObject({ status: "CANCELLED", paymentStatus: "SUCCESS", refundedAmount: 0 });
    expect((await hold(await makeUser(house.app), [seatAt(house, 0)])).status).toBe(201);
    await expectBooksToAddUp(house.app);
  });

  it("costs nothing where it cost nothing", async () => {
    const { user, booking } = await bookedForNothing();
    expect((await cancel(user, booking.bookingId)).body.data.refund).toMatchObject({ id: null, amount: 0, status: "NONE" });
  });

  it("seat by seat refunds the payment in parts, and calls it refunded when it is whole", async () => {
    const { house, user, booking } = await booked([0, 10]);
    const first = (await cancel(user, booking.bookingId, { seatIds: [seatAt(house, 10)] })).body.data;
    expect(first.refund.amount).toBe(4200);
    expect(first.booking).toMatchObject({ status: "CONFIRMED", paymentStatus: "PARTIALLY_REFUNDED", refundedAmount: 4200 });
    expect([first.booking.seats.map(({ id }) => id), first.booking.cancelledSeats.map(({ id }) => id)]).toEqual([
      [seatAt(house, 0)],
      [seatAt(house, 10)],
    ]);
    expect(await paymentOf(user, booking.paymentId)).toMatchObject({ status: "SUCCESS", refundedAmount: 4200, refundId: first.refund.id });
    const second = (await cancel(user, booking.bookingId)).body.data;
    expect([second.refund.amount, second.booking.status, second.booking.paymentStatus]).toEqual([6500, "CANCELLED", "REFUNDED"]);
    expect(await paymentOf(user, booking.paymentId)).toMatchObject({ status: "REFUNDED", refundedAmount: 10_700 });
    const { results } = await env.DB.prepare("SELECT amount, status FROM refunds WHERE booking_id = ? ORDER BY amount")
      .bind(booking.bookingId)
      .all();
    expect(results).toEqual([
      { amount: 4200, status: "SUCCEEDED" },
      { amount: 6500, status: "SUCCEEDED" },
    ]);
    await expectBooksToAddUp(house.app);
  });

  it("ten times at once is done once, and refunded once", async () => {
    const { house, user, booking } = await booked([0]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => cancel(user, booking.bookingId)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200))
      expect([status, body.error.code, body.error.details?.reason]).toEqual([409, "NOT_CANCELLABLE", "CANCELLED"]);
    expect((await expectBooksToAddUp(house.app)).refunded).toBe(6500);
  });

  it("seat by seat at once gives each its own share", async () => {
    const { house, user, booking } = await booked([0, 10]);
    const answers = await Promise.all([0, 10].map((seat) => cancel(user, booking.bookingId, { seatIds: [seatAt(house, seat)] })));
    expect(answers.map(({ body }) => body.data.refund.amount)).toEqual([6500, 4200]);
    expect((await expectBooksToAddUp(house.app)).refunded).toBe(10_700);
  });

  it("by DELETE does the same, and an Idempotency-Key answers it again", async () => {
    const { user, booking } = await booked([0]);
    const headers = { "idempotency-key": crypto.randomUUID() };
    const remove = () => call<Cancelled>("DELETE", `/api/v1/bookings/${booking.bookingId}`, { user, headers });
    const [first, again] = [await remove(), await remove()];
    expect([first.status, first.body.data.booking.status]).toEqual([200, "CANCELLED"]);
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it("makes room for the buyer's next seats", async () => {
    const { house, user, booking } = await booked([0, 1], { maxSeatsPerUser: 2 });
    expect((await hold(user, [seatAt(house, 5)])).body.error.code).toBe("HOLD_LIMIT_REACHED");
    await cancel(user, booking.bookingId);
    expect((await hold(user, [seatAt(house, 5), seatAt(house, 6)])).status).toBe(201);
  });
});

describe("a booking is not cancelled", () => {
  it("by anybody but its buyer: to others it does not exist", async () => {
    const { house, booking } = await booked([0]);
    for (const user of [await makeUser(house.app), await makeUser(house.app, { role: "ORGANIZER" })]) {
      const answer = await cancel(user, booking.bookingId);
      expect([answer.status, answer.body.error.code]).toEqual([404, "BOOKING_NOT_FOUND"]);
    }
    const elsewhere = await call("POST", `/api/v1/bookings/${booking.bookingId}/cancel`, { server: await makeApp() });
    expect(elsewhere.body.error.code).toBe("BOOKING_NOT_FOUND");
  });

  it("when it does not exist, or not with seats that it does not have", async () => {
    const { house, user, booking } = await booked([0]);
    expect((await cancel(user, "BK-20260101-NOBODY1234")).body.error.code).toBe("BOOKING_NOT_FOUND");
    expect((await cancel(user, booking.bookingId, { seatIds: [seatAt(house, 1)] })).body.error.code).toBe("SEAT_NOT_FOUND");
    for (const seatIds of [[], [seatAt(house, 0), seatAt(house, 0)], "all"])
      expect((await cancel(user, booking.bookingId, { seatIds })).body.error.code).toBe("VALIDATION_FAILED");
  });

  it("after the start of its show", async () => {
    const { user, booking } = await booked([0], { cancellationPolicy: policy, startsAt: new Date(Date.now() + 2500).toISOString() });
    await scheduler.wait(2600);
    expect(await quote(user, booking.bookingId)).toMatchObject({ cancellable: false, reason: "STARTED", amount: 0 });
    const late = await cancel(user, booking.bookingId);
    expect([late.status, late.body.error.code, late.body.error.details?.reason]).toEqual([409, "NOT_CANCELLABLE", "STARTED"]);
  });

  it("once somebody came in with it; its other seats still are", async () => {
    const { house, user, booking } = await booked([0, 1]);
    const { tickets } = await ticketsOf(house, booking.bookingId);
    const scan = { ticketId: tickets[0]?.id ?? "", by: "door", gate: null, scannedAtMs: null };
    expect((await objectOf(house).checkIn([scan])).ok).toBe(true);
    const whole = await cancel(user, booking.bookingId);
    expect([whole.status, whole.body.error.details?.reason]).toEqual([409, "CHECKED_IN"]);
    expect((await cancel(user, booking.bookingId, { seatIds: [seatAt(house, 1)] })).status).toBe(200);
  });

  it("while it is being exchanged for another showtime", async () => {
    const { house, user, booking } = await booked([0]);
    await objectOf(house).pinBooking({ userId: user.userId, bookingId: booking.bookingId, token: "rsv_elsewhere" });
    const answer = await cancel(user, booking.bookingId);
    expect([answer.status, answer.body.error.details?.reason]).toEqual([409, "EXCHANGE_RUNNING"]);
  });
});

describe("whoever manages the showtime", () => {
  it("cancels any buyer's booking by the same policy, and leaves a row that says so", async () => {
    const { house, booking } = await booked([0]);
    const requestId = crypto.randomUUID();
    const path = `/api/v1/bookings/${booking.bookingId}`;
    const asked = await call<{ quote: RefundQuote }>("GET", `${path}/cancellation-quote`, { server: house.app });
    expect(asked.body.data.quote.amount).toBe(6500);
    const answer = await call<Cancelled>("POST", `${path}/cancel`, { server: house.app, headers: { "x-request-id": requestId } });
    expect(answer.body.data.refund).toMatchObject({ amount: 6500, status: "SUCCEEDED" });
    const row = await env.DB.prepare("SELECT actor, action, subject FROM audit_log WHERE request_id = ?").bind(requestId).first();
    expect(row).toEqual({ actor: "server", action: "booking.cancel", subject: booking.bookingId });
    await expectBooksToAddUp(house.app);
  });

  it("is also the organizer whose listing it is", async () => {
    const app = await makeApp();
    const organizer = await makeUser(app, { role: "ORGANIZER" });
    const { house, booking } = await booked([0], { cancellationPolicy: policy }, app);
    await env.DB.prepare("UPDATE listings SET owner_id = ? WHERE id = ?").bind(organizer.userId, house.listingId).run();
    expect((await cancel(organizer, booking.bookingId)).body.data.refund.amount).toBe(6500);
  });
});

describe("a cancellation's quote", () => {
  it("is what cancelling the same seats gives back, and changes nothing", async () => {
    const { house, user, booking } = await booked([0, 10, 11], { cancellationPolicy: policy, startsAt: inHours(36) });
    const seatIds = [seatAt(house, 0), seatAt(house, 10)];
    const told = await quote(user, booking.bookingId, `?seatIds=${seatIds.join(",")}`);
    expect(told).toEqual({ cancellable: true, reason: null, amount: 5350, currency: "EUR", percent: 50 });
    const given = (await cancel(user, booking.bookingId, { seatIds })).body.data;
    expect(given.refund).toMatchObject({ amount: told.amount, percent: told.percent });
    expect(given.booking.seats.map(({ id }) => id)).toEqual([seatAt(house, 11)]);
  });
});

async function ticketsOf(house: House, bookingId: string) {
  const answer = await objectOf(house).tickets({ userId: null, bookingId });
  if (!answer.ok) throw new Error(answer.code);
  return answer;
}

async function bookedForNothing() {
  const house = await openHouse(2, {
    tiers: [
      { name: "Premium", price: 0 },
      { name: "Standard", price: 0 },
    ],
  });
  const user = await makeUser(house.app);
  const { reservationToken } = (await hold(user, [seatAt(house, 0)])).body.data;
  const made = await call<{ booking: Booking }>("POST", "/api/v1/confirm-booking", { user, body: { reservationToken } });
  return { user, booking: made.body.data.booking };
}
