import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { Booking } from "../../contracts/bookings.ts";
import type { Payment } from "../../contracts/payments.ts";
import { expectBooksToAddUp } from "../../test/books.ts";
import { buy, hold, openHouse, pay, seatAt } from "../../test/box-office.ts";
import { booked, bookedWithAnother, bookingOf, card, exchange, ids, objectOf, statusesOf, stubOf } from "../../test/exchanges.ts";
import { call, makeUser } from "../../test/harness.ts";

describe("exchanging within a showtime", () => {
  it("for seats of the same price frees the old ones and keeps the booking's number", async () => {
    const { house, user, booking } = await booked([0, 1]);
    const answer = await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 2), seatAt(house, 3)] });
    expect([answer.status, answer.body.data.refund, answer.body.data.payment, answer.body.data.reservationToken]).toEqual([
      200,
      null,
      null,
      null,
    ]);
    const after = answer.body.data.booking;
    expect(after).toMatchObject({ bookingId: booking.bookingId, status: "CONFIRMED", amount: 13_000, refundedAmount: 0 });
    expect(ids(after)).toEqual([seatAt(house, 2), seatAt(house, 3)]);
    expect((await statusesOf(house)).slice(0, 4)).toEqual(["AVAILABLE", "AVAILABLE", "BOOKED", "BOOKED"]);
    await expectBooksToAddUp(house.app);
  });

  it("for dearer seats charges the difference", async () => {
    const { house, user, booking } = await booked([10]);
    const answer = await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 0)], paymentMethod: card() });
    expect(answer.body.data.payment).toMatchObject({ status: "SUCCESS", amount: 2300 });
    expect(answer.body.data.booking).toMatchObject({ amount: 6500, refundedAmount: 0, status: "CONFIRMED" });
    expect(answer.body.data.booking.payments.map(({ amount }) => amount)).toEqual([4200, 2300]);
    await expectBooksToAddUp(house.app);
  });

  it("for cheaper seats gives the difference back in full, whatever the policy says", async () => {
    const { house, user, booking } = await booked([0]);
    const { data } = (await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 10)] })).body;
    expect(data.refund).toEqual({ id: expect.stringMatching(/^ref_/), amount: 2300, currency: "EUR", percent: 100, status: "SUCCEEDED" });
    expect(data.booking).toMatchObject({ amount: 6500, refundedAmount: 2300, paymentStatus: "PARTIALLY_REFUNDED" });
    await expectBooksToAddUp(house.app);
  });

  it("may keep some of its seats, and take more of them", async () => {
    const { house, user, booking } = await booked([0, 1]);
    const kept = seatAt(house, 1);
    const { data } = (
      await exchange(user, booking.bookingId, { seatIds: [kept, seatAt(house, 2), seatAt(house, 12)], paymentMethod: card() })
    ).body;
    expect(data.payment?.amount).toBe(4200);
    expect(new Set(ids(data.booking))).toEqual(new Set([kept, seatAt(house, 2), seatAt(house, 12)]));
    expect((await statusesOf(house))[0]).toBe("AVAILABLE");
    await expectBooksToAddUp(house.app);
  });

  it("keeps what was paid for refunds afterwards: cancelling gives back both payments", async () => {
    const { house, user, booking } = await booked([10], { cancellationPolicy: { fullRefundUntilHours: 1 } });
    await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 0)], paymentMethod: card() });
    const cancelled = await call<{ booking: Booking; refund: { amount: number; status: string } }>(
      "POST",
      `/api/v1/bookings/${booking.bookingId}/cancel`,
      { user },
    );
    expect(cancelled.body.data.refund).toMatchObject({ amount: 6500, status: "SUCCEEDED" });
    expect((await expectBooksToAddUp(house.app)).refunded).toBe(6500);
  });
});

describe("an exchange is refused, and leaves the booking and the seats as they were", () => {
  it("when something is due and nothing says how it is paid: 402 with what is due", async () => {
    const { house, user, booking } = await booked([10]);
    const answer = await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 0)] });
    expect([answer.status, answer.body.error.code, answer.body.error.details]).toEqual([
      402,
      "PAYMENT_NOT_SUCCESSFUL",
      { due: 2300, currency: "EUR" },
    ]);
    expect((await statusesOf(house))[0]).toBe("AVAILABLE");
    expect(ids(await bookingOf(house, booking))).toEqual(ids(booking));
  });

  it.each([
    ["tok_declined", 402, "PAYMENT_DECLINED"],
    ["tok_error", 502, "PAYMENT_PROVIDER_ERROR"],
  ])("when the card is %s", async (token, status, code) => {
    const { house, user, booking } = await booked([10]);
    const answer = await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 0)], paymentMethod: card(token) });
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect((await statusesOf(house))[0]).toBe("AVAILABLE");
    expect(await bookingOf(house, booking)).toMatchObject({ status: "CONFIRMED", amount: 4200 });
    await expectBooksToAddUp(house.app);
  });

  it("for fewer seats, for the very same ones, and for none", async () => {
    const { house, user, booking } = await booked([0, 1]);
    for (const seatIds of [[seatAt(house, 5)], [seatAt(house, 0), seatAt(house, 1)], []]) {
      const answer = await exchange(user, booking.bookingId, { seatIds });
      expect([answer.status, answer.body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
    }
  });

  it("for seats that somebody has, holds, that are blocked or unknown", async () => {
    const { house, user, booking } = await booked([0]);
    const other = await makeUser(house.app);
    await buy(other, [seatAt(house, 1)]);
    await hold(other, [seatAt(house, 2)]);
    await call("POST", "/api/v1/seats/block", { server: house.app, body: { seatIds: [seatAt(house, 3)] } });
    const codeFor = async (seatId: string) => (await exchange(user, booking.bookingId, { seatIds: [seatId] })).body.error.code;
    expect([await codeFor(seatAt(house, 1)), await codeFor(seatAt(house, 2)), await codeFor(seatAt(house, 3))]).toEqual([
      "SEAT_ALREADY_BOOKED",
      "SEAT_ALREADY_LOCKED",
      "SEAT_BLOCKED",
    ]);
    expect(await codeFor("sea_nobody_1")).toBe("SEAT_NOT_FOUND");
  });

  it("to anybody but the buyer, for another currency, and for a showtime of nobody's", async () => {
    const { house, user, booking } = await booked([0]);
    const swap = { seatIds: [seatAt(house, 5)] };
    expect((await exchange(await makeUser(house.app), booking.bookingId, swap)).body.error.code).toBe("BOOKING_NOT_FOUND");
    expect((await exchange(user, "BK-20260101-NOBODY1234", swap)).body.error.code).toBe("BOOKING_NOT_FOUND");
    const dollars = await openHouse(4, { currency: "USD" }, house.app);
    const abroad = await exchange(user, booking.bookingId, { showtimeId: dollars.showtimeId, seatIds: [seatAt(dollars, 0)] });
    expect([abroad.status, abroad.body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
    const foreign = await openHouse(4);
    const elsewhere = await exchange(user, booking.bookingId, { showtimeId: foreign.showtimeId, seatIds: [seatAt(foreign, 0)] });
    expect(elsewhere.status).toBe(404);
    // Neither left the booking pinned.
    expect((await exchange(user, booking.bookingId, swap)).status).toBe(200);
  });

  it("once the booking is cancelled, its show has begun, or another exchange runs", async () => {
    const { house, user, booking } = await booked([0, 1], { startsAt: new Date(Date.now() + 3000).toISOString() });
    const swap = { seatIds: [seatAt(house, 5), seatAt(house, 6)] };
    const pinned = { userId: user.userId, bookingId: booking.bookingId, token: "rsv_elsewhere" };
    await objectOf(house).pinBooking(pinned);
    const running = await exchange(user, booking.bookingId, swap);
    expect([running.status, running.body.error.code, running.body.error.details?.reason]).toEqual([
      409,
      "NOT_EXCHANGEABLE",
      "EXCHANGE_RUNNING",
    ]);
    await objectOf(house).unpinBooking(pinned);
    await call("POST", `/api/v1/bookings/${booking.bookingId}/cancel`, { user });
    const gone = await exchange(user, booking.bookingId, swap);
    expect([gone.body.error.code, gone.body.error.details?.reason]).toEqual(["NOT_EXCHANGEABLE", "CANCELLED"]);
  });
});

describe("exchanges of one booking at the same time", () => {
  it("tell those that were overtaken that the booking changed, and keep neither their seats nor their money", async () => {
    const { house, user, booking } = await booked([10]);
    const wanted = [0, 1, 2, 3, 4, 5].map((seat) => ({ seatIds: [seatAt(house, seat)], paymentMethod: card() }));
    const answers = await Promise.all(wanted.map((body) => exchange(user, booking.bookingId, body)));
    const refused = answers.filter(({ status }) => status !== 200);
    for (const { status, body } of refused) {
      expect([status, body.error.code, body.error.details?.reason]).toEqual([409, "NOT_EXCHANGEABLE", "CHANGED"]);
    }
    const after = await bookingOf(house, booking);
    const taken = (await statusesOf(house)).filter((status) => status !== "AVAILABLE");
    expect([after.seats.length, after.amount, taken]).toEqual([1, 6500, ["BOOKED"]]);
    await expectBooksToAddUp(house.app);
  });
});

describe("an exchange that waits for a slow card", () => {
  it("answers with the payment and the held seats, and follows by itself", async () => {
    const { house, user, booking } = await booked([10]);
    const { data } = (await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 0)], paymentMethod: card("tok_slow") })).body;
    expect(data).toMatchObject({ refund: null, payment: { status: "PENDING", amount: 2300 }, reservationToken: expect.any(String) });
    expect(ids(data.booking)).toEqual([seatAt(house, 10)]);
    await vi.waitUntil(async () => ids(await bookingOf(house, booking))[0] === seatAt(house, 0), { timeout: 15_000, interval: 200 });
    expect((await statusesOf(house))[10]).toBe("AVAILABLE");
    expect((await expectBooksToAddUp(house.app)).captured).toBe(6500);
  });

  it("is refunded if its seats were lost meanwhile, and the booking stays as it was", async () => {
    const { house, other, user, booking } = await bookedWithAnother([10]);
    const body = { showtimeId: other.showtimeId, seatIds: [seatAt(other, 0)], paymentMethod: card("tok_slow") };
    const { data } = (await exchange(user, booking.bookingId, body)).body;
    const stub = stubOf(other);
    await runInDurableObject(stub, (_, state) => {
      state.storage.sql.exec("UPDATE reservation SET expires_at = ? WHERE token = ?", Date.now() - 1, data.reservationToken);
    });
    await evictDurableObject(stub);
    const paymentOf = async () =>
      (await call<{ payment: Payment }>("GET", `/api/v1/payments/${data.payment?.id}`, { user })).body.data.payment;
    await vi.waitUntil(async () => (await paymentOf()).status === "REFUNDED", { timeout: 15_000, interval: 200 });
    expect(await bookingOf(house, booking)).toMatchObject({ status: "CONFIRMED", amount: 4200, transferredAmount: 0 });
    // The pin is gone with the seats that it was for.
    await vi.waitUntil(async () => (await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 11)] })).status === 200, {
      timeout: 15_000,
      interval: 300,
    });
    await expectBooksToAddUp(house.app);
  });
});

it("a payment for seats of an exchange is no payment for anything else", async () => {
  const { house, user, booking } = await booked([10]);
  const { data } = (await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 0)], paymentMethod: card("tok_slow") })).body;
  const again = await pay(user, data.reservationToken ?? "");
  expect([again.status, again.body.data.payment.id]).toEqual([200, data.payment?.id]);
  await vi.waitUntil(async () => ids(await bookingOf(house, booking))[0] === seatAt(house, 0), { timeout: 15_000, interval: 200 });
});
