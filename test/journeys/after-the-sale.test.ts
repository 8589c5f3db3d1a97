import { describe, expect, it, vi } from "vitest";
import type { Booking, CancelledBooking, RefundQuote } from "../../contracts/bookings.ts";
import type { Page } from "../../contracts/envelope.ts";
import type { CancellationReport } from "../../contracts/showtimes.ts";
import { booksOf, expectBooksToAddUp } from "../books.ts";
import { buy, type House, hold, openHouse, pay, seatAt, seatsOf } from "../box-office.ts";
import { scan, ticketsOf } from "../door.ts";
import { booked, card, exchange, ids, statusesOf } from "../exchanges.ts";
import { type Call, call, makeApp, makeUser, type TestUser } from "../harness.ts";

/** What a tenant's own clients see of a booking after it was made: every step through the API, and the money counted at its end. */

/** Everything back until two days before, half until one day. The house opens in twenty days. */
const policy = { cancellationPolicy: { fullRefundUntilHours: 48, partialRefundUntilHours: 24, partialRefundPercent: 50 } };

const cancel = (as: Call, { bookingId }: Booking, seatIds?: string[]) =>
  call<CancelledBooking>("POST", `/api/v1/bookings/${bookingId}/cancel`, { ...as, ...(seatIds && { body: { seatIds } }) });
const quote = async (as: Call, { bookingId }: Booking, seatIds: string[]) =>
  (await call<{ quote: RefundQuote }>("GET", `/api/v1/bookings/${bookingId}/cancellation-quote?seatIds=${seatIds.join(",")}`, as)).body.data
    .quote;
const shown = async (user: TestUser, bookingId: string) =>
  (await call<{ booking: Booking }>("GET", `/api/v1/bookings/${bookingId}`, { user })).body.data.booking;
const changeShow = (house: House, body: object) => call("PATCH", `/api/v1/showtimes/${house.showtimeId}`, { server: house.app, body });
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** How the provider's part of a booking adds up: what came in for it and did not leave it again. */
const keptOf = ({ amount, refundedAmount, transferredAmount }: Booking): number => amount - refundedAmount - transferredAmount;

/** Waits until a cancelled showtime has refunded everybody. */
const refunded = ({ app, showtimeId }: House) =>
  vi.waitFor(
    async () => {
      const { cancellation } = (
        await call<{ cancellation: CancellationReport }>("GET", `/api/v1/showtimes/${showtimeId}/cancellation`, { server: app })
      ).body.data;
      expect(cancellation.status).toBe("DONE");
      return cancellation;
    },
    { timeout: 15_000, interval: 200 },
  );

describe("one booking, from the sale to the door", () => {
  it("is bought, made better, moved to another evening, given back in part, and lets one of the two in", async () => {
    const { house: monday, user, booking } = await booked([10, 11], policy);
    const tuesday = await openHouse(14, policy, monday.app);

    // Better seats on the same evening: 2 × 23.00 more.
    const better = await exchange(user, booking.bookingId, { seatIds: [seatAt(monday, 0), seatAt(monday, 1)], paymentMethod: card() });
    expect(better.body.data.payment).toMatchObject({ status: "SUCCESS", amount: 4600 });
    const mondays = await ticketsOf(user, booking.bookingId);
    expect(mondays.map(({ status }) => status)).toEqual(["VALID", "VALID"]);

    // Another evening, one of the two a cheaper seat: 23.00 come back, and the booking there is a new one.
    const seatIds = [seatAt(tuesday, 3), seatAt(tuesday, 12)];
    const moved = (await exchange(user, booking.bookingId, { showtimeId: tuesday.showtimeId, seatIds })).body.data;
    expect(moved.refund).toMatchObject({ amount: 2300, percent: 100, status: "SUCCEEDED" });
    expect(moved.booking).toMatchObject({
      status: "CONFIRMED",
      showtimeId: tuesday.showtimeId,
      exchangedFrom: booking.bookingId,
      amount: 13_000,
      carriedAmount: 13_000,
      refundedAmount: 2300,
    });
    expect(ids(moved.booking)).toEqual(seatIds);
    expect(await shown(user, booking.bookingId)).toMatchObject({
      status: "EXCHANGED",
      exchangedTo: moved.booking.bookingId,
      transferredAmount: 13_000,
      seats: [],
    });
    expect(await statusesOf(monday)).toEqual(new Array(14).fill("AVAILABLE"));

    // Monday's tickets are worth nothing now; Tuesday's are.
    const door = { server: monday.app };
    expect((await scan(door, { ticket: mondays[0]?.token ?? "" })).body.error.code).toBe("TICKET_NOT_VALID");
    const tuesdays = await ticketsOf(user, moved.booking.bookingId);
    expect(tuesdays.map(({ seat, status }) => [seat.id, status])).toEqual(seatIds.map((id) => [id, "VALID"]));

    // One of the two falls ill the day before the day before: half of that seat comes back.
    await changeShow(tuesday, { startsAt: inHours(36) });
    const ill = [seatAt(tuesday, 3)];
    expect(await quote({ user }, moved.booking, ill)).toEqual({
      cancellable: true,
      reason: null,
      amount: 3250,
      currency: "EUR",
      percent: 50,
    });
    const partly = (await cancel({ user }, moved.booking, ill)).body.data;
    expect(partly.refund).toMatchObject({ amount: 3250, percent: 50, status: "SUCCEEDED" });
    expect(partly.booking).toMatchObject({ status: "CONFIRMED", paymentStatus: "PARTIALLY_REFUNDED", refundedAmount: 5550 });
    expect((await scan(door, { ticket: tuesdays[0]?.token ?? "" })).body.error.code).toBe("TICKET_NOT_VALID");

    // The other one comes in, once, and from then on the seat is used.
    expect((await scan(door, { ticket: tuesdays[1]?.token ?? "", gate: "North" })).status).toBe(200);
    expect((await scan(door, { ticket: tuesdays[1]?.token ?? "", gate: "South" })).body.error).toMatchObject({
      code: "ALREADY_CHECKED_IN",
      details: { gate: "North" },
    });
    const late = await cancel({ user }, moved.booking);
    expect([late.status, late.body.error.details?.reason]).toEqual([409, "CHECKED_IN"]);

    const books = await expectBooksToAddUp(monday.app);
    expect(books).toMatchObject({ captured: 13_000, refunded: 5550, bookings: 7450 });
    expect(keptOf(await shown(user, moved.booking.bookingId))).toBe(7450);
    expect(keptOf(await shown(user, booking.bookingId))).toBe(0);
  });

  it("that was moved from evening to evening goes back whole, from every payment that was ever made for it", async () => {
    const { house: monday, user, booking } = await booked([10], policy);
    const tuesday = await openHouse(14, policy, monday.app);
    const wednesday = await openHouse(14, policy, monday.app);
    const move = async (from: Booking, to: House, seat: number, paymentMethod?: object) => {
      const body = { showtimeId: to.showtimeId, seatIds: [seatAt(to, seat)], ...(paymentMethod && { paymentMethod }) };
      return (await exchange(user, from.bookingId, body)).body.data.booking;
    };
    const onTuesday = await move(booking, tuesday, 0, card());
    const onWednesday = await move(onTuesday, wednesday, 11);
    expect(onWednesday).toMatchObject({ exchangedFrom: onTuesday.bookingId, carriedAmount: 6500, refundedAmount: 2300 });
    const back = (await cancel({ user }, onWednesday)).body.data;
    expect(back.refund).toMatchObject({ amount: 4200, status: "SUCCEEDED" });
    expect(back.booking).toMatchObject({ status: "CANCELLED", paymentStatus: "REFUNDED" });
    const { items } = (await call<Page<{ status: string; bookingId: string }>>("GET", "/api/v1/payments/history", { user })).body.data;
    expect(items.map(({ status, bookingId }) => [status, bookingId])).toEqual([
      ["REFUNDED", onWednesday.bookingId],
      ["REFUNDED", onWednesday.bookingId],
    ]);
    expect(await expectBooksToAddUp(monday.app)).toMatchObject({ captured: 6500, refunded: 6500, bookings: 0 });
  });
});

describe("an evening that is called off", () => {
  it("gives each buyer exactly what they have not had back, whatever they did before", async () => {
    const house = await openHouse(14, policy);
    const other = await openHouse(14, policy, house.app);
    const seats = (...places: number[]) => places.map((place) => seatAt(house, place));
    const [ada, bob, cy, di] = [await makeUser(house.app), await makeUser(house.app), await makeUser(house.app), await makeUser(house.app)];
    // Ada has gone up in price, Bob given a seat back, Cy come from another evening, Di is still paying.
    const adas = await buy(ada, seats(10));
    await exchange(ada, adas.bookingId, { seatIds: seats(0), paymentMethod: card() });
    const bobs = await buy(bob, seats(1, 2));
    await cancel({ user: bob }, bobs, seats(1));
    const cys = await buy(cy, [seatAt(other, 10)]);
    const moved = await exchange(cy, cys.bookingId, { showtimeId: house.showtimeId, seatIds: seats(3), paymentMethod: card() });
    const { reservationToken } = (await hold(di, seats(4))).body.data;
    await pay(di, reservationToken, "tok_slow");

    expect((await call("POST", `/api/v1/showtimes/${house.showtimeId}/cancel`, { server: house.app, body: {} })).status).toBe(200);
    expect(await refunded(house)).toMatchObject({ bookingsTotal: 3, bookingsCancelled: 3, amountTotal: 19_500, amountPaid: 19_500 });
    for (const [user, bookingId, amount] of [
      [ada, adas.bookingId, 6500],
      [bob, bobs.bookingId, 13_000],
      [cy, moved.body.data.booking.bookingId, 6500],
    ] as const) {
      expect(await shown(user, bookingId)).toMatchObject({
        status: "CANCELLED",
        paymentStatus: "REFUNDED",
        amount,
        refundedAmount: amount,
      });
      expect((await ticketsOf(user, bookingId)).every(({ status }) => status === "VOID")).toBe(true);
    }
    // Di's card succeeds when it is too late, and gets its money back as well.
    await vi.waitFor(async () => expect(await booksOf(house.app)).toMatchObject({ captured: 32_500, refunded: 32_500 }), {
      timeout: 15_000,
    });
    expect(await expectBooksToAddUp(house.app)).toMatchObject({ bookings: 0 });
  });
});

describe("the same seat at the same moment", () => {
  it("is either let in or given back, never both, five times", async () => {
    const house = await openHouse(14, policy);
    const user = await makeUser(house.app);
    for (let turn = 0; turn < 5; turn++) {
      const booking = await buy(user, [seatAt(house, turn)]);
      const [ticket] = await ticketsOf(user, booking.bookingId);
      const enters = () => scan({ server: house.app }, { ticket: ticket?.id ?? "" });
      const gives = () => cancel({ user }, booking);
      const [entered, given] =
        turn % 2 === 0 ? await Promise.all([enters(), gives()]) : await Promise.all([gives(), enters()]).then(([b, a]) => [a, b] as const);
      const isIn = entered.status === 200;
      expect(given.status).toBe(isIn ? 409 : 200);
      expect(isIn ? given.body.error.details?.reason : entered.body.error.code).toBe(isIn ? "CHECKED_IN" : "TICKET_NOT_VALID");
      expect((await seatsOf(house.app, house.showtimeId))[turn]?.status).toBe(isIn ? "BOOKED" : "AVAILABLE");
    }
    await expectBooksToAddUp(house.app);
  });
});

describe("what one tenant sold", () => {
  it("does not exist for another one's server, organizers and buyers, whatever they try with it", async () => {
    const { house, user, booking } = await booked([0], policy);
    const [ticket] = await ticketsOf(user, booking.bookingId);
    const stranger = await openHouse(14);
    const people: Call[] = [
      { server: stranger.app },
      { user: await makeUser(stranger.app, { role: "ORGANIZER" }) },
      { user: await makeUser(stranger.app) },
      { user: await makeUser(await makeApp({ openOrganizers: true })) },
    ];
    for (const as of people) {
      expect((await quoteStatus(as, booking)).code).toBe("BOOKING_NOT_FOUND");
      expect((await cancel(as, booking)).body.error.code).toBe("BOOKING_NOT_FOUND");
      expect((await call("GET", `/api/v1/bookings/${booking.bookingId}/tickets`, as)).status).toBe(404);
    }
    const swap = { showtimeId: stranger.showtimeId, seatIds: [seatAt(stranger, 0)] };
    for (const { user: as } of people)
      if (as) expect((await exchange(as, booking.bookingId, swap)).body.error.code).toBe("BOOKING_NOT_FOUND");
    expect((await scan({ server: stranger.app }, { ticket: ticket?.token ?? "" })).body.error.code).toBe("TICKET_NOT_FOUND");
    for (const path of ["cancel", "cancellation"]) {
      const method = path === "cancel" ? "POST" : "GET";
      const answer = await call(method, `/api/v1/showtimes/${house.showtimeId}/${path}`, {
        server: stranger.app,
        ...(method === "POST" && { body: {} }),
      });
      expect([path, answer.status, answer.body.error.code]).toEqual([path, 404, "SHOWTIME_NOT_FOUND"]);
    }
    expect(await shown(user, booking.bookingId)).toMatchObject({ status: "CONFIRMED", refundedAmount: 0 });
  });
});

const quoteStatus = async (as: Call, { bookingId }: Booking) =>
  (await call("GET", `/api/v1/bookings/${bookingId}/cancellation-quote`, as)).body.error;
