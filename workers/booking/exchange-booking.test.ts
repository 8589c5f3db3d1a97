import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Booking, ExchangedBooking } from "../../contracts/bookings.ts";
import type { MarqueeEvent } from "../../contracts/events.ts";
import type { Payment } from "../../contracts/payments.ts";
import { expectBooksToAddUp } from "../../test/books.ts";
import { buy, type House, hold, openHouse, pay, seatAt, seatsOf } from "../../test/box-office.ts";
import { call, makeUser, type TestUser, testCtx, testTenantCtx } from "../../test/harness.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import type { UserCtx } from "../platform/context.ts";
import { exchangeBooking } from "./exchange-booking.ts";
import { departExchanged, settleStalledExchanges } from "./on-exchange.ts";

const card = (token = "tok_ok") => ({ method: "card", token });
const exchange = (user: TestUser, bookingId: string, body: object) =>
  call<ExchangedBooking>("PATCH", `/api/v1/bookings/${bookingId}`, { user, body });
const objectOf = (house: House) => seatMapOf(env, house.app.appId, house.showtimeId);
const stubOf = (house: House) => env.SEAT_MAP.getByName(`${house.app.appId}:${house.showtimeId}`);
const statusesOf = async (house: House) => (await seatsOf(house.app, house.showtimeId)).map(({ status }) => status);
const ids = ({ seats }: Booking) => seats.map(({ id }) => id);

/** A booking as its object has it. */
async function bookingOf(house: House, { reservationToken }: Booking): Promise<Booking> {
  const found = await objectOf(house).bookingOf(reservationToken);
  if (!found.ok || found.booking === null) throw new Error("there is no such booking");
  return found.booking;
}

async function booked(seats: number[], terms: Record<string, unknown> = {}) {
  const house = await openHouse(14, terms);
  const user = await makeUser(house.app);
  const booking = await buy(
    user,
    seats.map((seat) => seatAt(house, seat)),
  );
  return { house, user, booking };
}

/** The same with a second showtime of the app. */
async function bookedWithAnother(seats: number[], terms: Record<string, unknown> = {}) {
  const first = await booked(seats);
  return { ...first, other: await openHouse(14, terms, first.house.app) };
}

/** As the user's own request, with an environment in which calls of an object can be made to fail. */
const userCtx = (user: TestUser, parts: { env?: Env } = {}): UserCtx => ({
  ...testTenantCtx(user.app, parts),
  actor: { kind: "user", userId: user.userId, sessionId: "ses_test", role: "USER" },
});

/** An environment in which one method of the showtimes' objects fails, before it did anything or after. */
function envWhere(method: string, fails: "before" | "after"): Env {
  const broken = (stub: object) =>
    new Proxy(stub, {
      get: (_, property) => {
        // A stub's method is called as it is: its own members, such as bind, would be calls of the object too.
        const remote = Reflect.get(stub, property) as (...input: unknown[]) => Promise<unknown>;
        if (property !== method) return remote;
        return async (...input: unknown[]) => {
          if (fails === "after") await remote(...input);
          throw new Error(`${method} was lost`);
        };
      },
    });
  const SEAT_MAP = {
    idFromName: (name: string) => env.SEAT_MAP.idFromName(name),
    get: (id: DurableObjectId) => broken(env.SEAT_MAP.get(id)),
  };
  return { ...env, SEAT_MAP: SEAT_MAP as unknown as Env["SEAT_MAP"] };
}

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

describe("exchanging for another showtime", () => {
  it.each([
    ["dearer", [10], [0], 2300, 0],
    ["as dear", [0], [1], 0, 0],
    ["cheaper", [0], [10], 0, 2300],
  ])("of %s seats makes a new booking, carries what was paid, and ends the old one", async (_, before, after, due, back) => {
    const { house, other, user, booking } = await bookedWithAnother(before);
    const body = { showtimeId: other.showtimeId, seatIds: after.map((seat) => seatAt(other, seat)), paymentMethod: card() };
    const answer = await exchange(user, booking.bookingId, body);
    expect(answer.status).toBe(200);
    const { data } = answer.body;
    expect([data.payment?.amount ?? 0, data.refund?.amount ?? 0]).toEqual([due, back]);
    expect(data.booking).toMatchObject({
      showtimeId: other.showtimeId,
      status: "CONFIRMED",
      exchangedFrom: booking.bookingId,
      carriedAmount: booking.amount,
      amount: booking.amount + due,
      refundedAmount: back,
    });
    expect(data.booking.payments[0]?.paymentId).toBe(booking.paymentId);
    expect(await bookingOf(house, booking)).toMatchObject({
      status: "EXCHANGED",
      exchangedTo: data.booking.bookingId,
      transferredAmount: booking.amount,
      seats: [],
    });
    expect(new Set(await statusesOf(house))).toEqual(new Set(["AVAILABLE"]));
    const shown = async (id: string) =>
      (await call<{ booking: Booking }>("GET", `/api/v1/bookings/${id}`, { user })).body.data.booking?.status;
    await vi.waitUntil(
      async () => (await shown(booking.bookingId)) === "EXCHANGED" && (await shown(data.booking.bookingId)) === "CONFIRMED",
    );
    expect((await expectBooksToAddUp(house.app)).captured).toBe(booking.amount + due);
  });

  it("a second time carries on what the first one carried", async () => {
    const { house, other, user, booking } = await bookedWithAnother([10], { cancellationPolicy: { fullRefundUntilHours: 1 } });
    const there = await exchange(user, booking.bookingId, {
      showtimeId: other.showtimeId,
      seatIds: [seatAt(other, 0)],
      paymentMethod: card(),
    });
    const back = await exchange(user, there.body.data.booking.bookingId, { showtimeId: house.showtimeId, seatIds: [seatAt(house, 11)] });
    expect(back.body.data).toMatchObject({ refund: { amount: 2300 }, booking: { carriedAmount: 6500, refundedAmount: 2300 } });
    expect((await expectBooksToAddUp(house.app)).bookings).toBe(4200);
  });
});

describe("an exchange for another showtime that breaks off", () => {
  it.each([
    ["pinBooking", "before"],
    ["pinBooking", "after"],
    ["holdForExchange", "before"],
    ["holdForExchange", "after"],
    ["beginPayment", "before"],
    ["confirm", "before"],
  ] as const)("at %s, %s it was done, leaves nothing held and the booking as it was", async (method, fails) => {
    const { house, other, user, booking } = await bookedWithAnother([10]);
    const input = { bookingId: booking.bookingId, showtimeId: other.showtimeId, seatIds: [seatAt(other, 0)] };
    const ctx = userCtx(user, { env: envWhere(method, fails) });
    await expect(exchangeBooking(ctx, { ...input, paymentMethod: { method: "card", token: "tok_ok" } })).rejects.toThrow("lost");
    expect(new Set(await statusesOf(other))).toEqual(new Set(["AVAILABLE"]));
    expect(await bookingOf(house, booking)).toMatchObject({ status: "CONFIRMED", amount: 4200, transferredAmount: 0 });
    // What was paid meanwhile goes back when its reservation is found to be over.
    expect((await expectBooksToAddUp(house.app)).bookings).toBe(4200);
    expect((await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 11)] })).status).toBe(200);
  });

  it("after its confirmation stands: the event of the new booking ends the old one", async () => {
    const { house, other, user, booking } = await bookedWithAnother([10]);
    const input = { bookingId: booking.bookingId, showtimeId: other.showtimeId, seatIds: [seatAt(other, 12)] };
    const ctx = userCtx(user, { env: envWhere("departBooking", "before") });
    const { booking: made } = await exchangeBooking(ctx, input);
    await vi.waitUntil(async () => (await bookingOf(house, booking)).status === "EXCHANGED", { timeout: 15_000, interval: 200 });
    expect(await bookingOf(house, booking)).toMatchObject({ exchangedTo: made.bookingId });
    expect((await expectBooksToAddUp(house.app)).bookings).toBe(4200);
  });

  it("when the objects lose their memory between hold and payment goes on", async () => {
    const { house, other, user, booking } = await bookedWithAnother([10]);
    const body = { showtimeId: other.showtimeId, seatIds: [seatAt(other, 0)], paymentMethod: card("tok_slow") };
    await exchange(user, booking.bookingId, body);
    await abortAllDurableObjects();
    await vi.waitUntil(async () => (await bookingOf(house, booking)).status === "EXCHANGED", { timeout: 15_000, interval: 200 });
    expect((await expectBooksToAddUp(house.app)).captured).toBe(6500);
  });
});

describe("a pin that nobody ended", () => {
  async function pinned() {
    const world = await bookedWithAnother([10]);
    const { house, other, user, booking } = world;
    const token = `rsv_${other.showtimeId.slice(4)}_${crypto.randomUUID()}`;
    const carried = await objectOf(house).pinBooking({ userId: user.userId, bookingId: booking.bookingId, token });
    if (!carried.ok) throw new Error(carried.code);
    const stalled: Extract<MarqueeEvent, { type: "exchange.stalled" }> = {
      id: "evt",
      appId: house.app.appId,
      at: Date.now(),
      type: "exchange.stalled",
      source: { showtimeId: house.showtimeId, seq: 1 },
      bookingId: booking.bookingId,
      userId: user.userId,
      token,
    };
    const holdIt = () =>
      objectOf(other).holdForExchange({
        userId: user.userId,
        bookingId: booking.bookingId,
        seatIds: [seatAt(other, 12)],
        token,
        refundId: "ref_test",
        from: { ...carried.carried, showtimeId: house.showtimeId },
      });
    return { ...world, token, stalled, holdIt };
  }

  it("ends with the exchange if that was made", async () => {
    const { house, other, user, booking, token, stalled, holdIt } = await pinned();
    await holdIt();
    const made = await objectOf(other).confirm({ userId: user.userId, token, payment: null });
    await settleStalledExchanges(testCtx(), [stalled]);
    const after = await bookingOf(house, booking);
    expect([after.status, after.exchangedTo]).toEqual(["EXCHANGED", made.ok && made.booking.bookingId]);
  });

  it("stays while the new seats are held, and ends when they are not", async () => {
    const { house, other, user, booking, token, stalled, holdIt } = await pinned();
    await holdIt();
    await settleStalledExchanges(testCtx(), [stalled]);
    const path = `/api/v1/bookings/${booking.bookingId}/cancel`;
    expect((await call("POST", path, { user })).body.error.details?.reason).toBe("EXCHANGE_RUNNING");
    await objectOf(other).release({ userId: user.userId, token });
    await settleStalledExchanges(testCtx(), [stalled]);
    expect((await call("POST", path, { user })).status).toBe(200);
    expect((await bookingOf(house, booking)).status).toBe("CANCELLED");
  });

  it("ends if the new seats were never held, and a late event of another exchange changes nothing", async () => {
    const { house, user, booking, stalled } = await pinned();
    await settleStalledExchanges(testCtx(), [stalled]);
    expect((await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 11)] })).status).toBe(200);
    await settleStalledExchanges(testCtx(), [stalled]);
    expect((await bookingOf(house, booking)).status).toBe("CONFIRMED");
  });

  it("is not departed from for a booking that was exchanged for nothing", async () => {
    const { house, booking } = await booked([0]);
    const event = { appId: house.app.appId, booking } as Extract<MarqueeEvent, { type: "booking.confirmed" }>;
    await departExchanged(testCtx(), [event]);
    expect((await bookingOf(house, booking)).status).toBe("CONFIRMED");
  });
});

describe("a cancellation that races an exchange", () => {
  it("ends one way or the other, ten times, and the money adds up", async () => {
    for (let turn = 0; turn < 10; turn++) {
      const { house, other, user, booking } = await bookedWithAnother([10], { cancellationPolicy: { fullRefundUntilHours: 1 } });
      const body = turn % 2 === 0 ? { seatIds: [seatAt(house, 0)] } : { showtimeId: other.showtimeId, seatIds: [seatAt(other, 0)] };
      const [swapped, cancelled] = await Promise.all([
        exchange(user, booking.bookingId, { ...body, paymentMethod: card() }),
        scheduler.wait(turn * 5).then(() => call("POST", `/api/v1/bookings/${booking.bookingId}/cancel`, { user })),
      ]);
      const after = await bookingOf(house, booking);
      if (swapped.status !== 200) expect([cancelled.status, after.status]).toEqual([200, "CANCELLED"]);
      else if (turn % 2 === 1) expect([cancelled.status, after.status]).toEqual([409, "EXCHANGED"]);
      else expect(after.status).toBe(cancelled.status === 200 ? "CANCELLED" : "CONFIRMED");
      await expectBooksToAddUp(house.app);
    }
  });
});

it("a payment for seats of an exchange is no payment for anything else", async () => {
  const { house, user, booking } = await booked([10]);
  const { data } = (await exchange(user, booking.bookingId, { seatIds: [seatAt(house, 0)], paymentMethod: card("tok_slow") })).body;
  const again = await pay(user, data.reservationToken ?? "");
  expect([again.status, again.body.data.payment.id]).toEqual([200, data.payment?.id]);
  await vi.waitUntil(async () => ids(await bookingOf(house, booking))[0] === seatAt(house, 0), { timeout: 15_000, interval: 200 });
});
