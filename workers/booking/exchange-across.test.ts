import { abortAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { Booking } from "../../contracts/bookings.ts";
import type { MarqueeEvent } from "../../contracts/events.ts";
import { expectBooksToAddUp } from "../../test/books.ts";
import { seatAt } from "../../test/box-office.ts";
import { booked, bookedWithAnother, bookingOf, card, envWhere, exchange, objectOf, statusesOf } from "../../test/exchanges.ts";
import { call, type TestUser, testCtx, testTenantCtx } from "../../test/harness.ts";
import type { UserCtx } from "../platform/context.ts";
import { exchangeBooking } from "./exchange-booking.ts";
import { departExchanged, settleStalledExchanges } from "./on-exchange.ts";
import { signAdmission } from "./waiting-room/admission-pass.ts";

/** As the user's own request, with an environment in which calls of an object can be made to fail. */
const userCtx = (user: TestUser, parts: { env?: Env } = {}): UserCtx => ({
  ...testTenantCtx(user.app, parts),
  actor: { kind: "user", userId: user.userId, sessionId: "ses_test", role: "USER" },
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

  it("that has a waiting room takes its pass, and no other", async () => {
    const { house, other, user, booking } = await bookedWithAnother([10], { waitingRoom: { admitPerSecond: 5 } });
    const body = { showtimeId: other.showtimeId, seatIds: [seatAt(other, 12)] };
    const refusal = async (headers: Record<string, string> = {}) => {
      const { status, body: answer } = await call("PATCH", `/api/v1/bookings/${booking.bookingId}`, { user, body, headers });
      return [status, answer.error?.code, answer.error?.details?.reason];
    };
    expect(await refusal()).toEqual([403, "ADMISSION_REQUIRED", "MISSING"]);
    expect(await refusal({ "x-admission": "forged" })).toEqual([403, "ADMISSION_REQUIRED", "INVALID"]);
    const now = Date.now();
    const pass = {
      id: crypto.randomUUID(),
      userId: user.userId,
      appId: house.app.appId,
      showtimeId: other.showtimeId,
      untilMs: now + 60_000,
    };
    expect(await refusal({ "x-admission": await signAdmission(env, pass, now) })).toEqual([200, undefined, undefined]);
    expect((await bookingOf(house, booking)).status).toBe("EXCHANGED");
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

  it("after a confirmation of which nobody heard stands as well", async () => {
    const { house, other, user, booking } = await bookedWithAnother([10]);
    const input = { bookingId: booking.bookingId, showtimeId: other.showtimeId, seatIds: [seatAt(other, 0)] };
    const ctx = userCtx(user, { env: envWhere("confirm", "after") });
    await expect(exchangeBooking(ctx, { ...input, paymentMethod: { method: "card", token: "tok_ok" } })).rejects.toThrow("lost");
    await vi.waitUntil(async () => (await bookingOf(house, booking)).status === "EXCHANGED", { timeout: 15_000, interval: 200 });
    expect((await statusesOf(other))[0]).toBe("BOOKED");
    expect((await expectBooksToAddUp(house.app)).bookings).toBe(6500);
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
