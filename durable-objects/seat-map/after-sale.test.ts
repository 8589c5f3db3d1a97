import { describe, expect, it } from "vitest";
import type { ShowtimeTerms } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { hasSlice } from "./judge-show.ts";
import { bookingIn, type Ledger } from "./ledger.ts";
import { house, start } from "./test-house.ts";

const hour = 3600;
const cancellation = { fullRefundUntilHours: 48, partialRefundUntilHours: 24, partialRefundPercent: 50 };
const refundId = "ref_1";

/** A house whose show begins in 72 hours. */
function opened(changed: Partial<ShowtimeTerms> = {}) {
  const show = house(10, {
    startsAtMs: start + 72 * hour * 1000,
    saleClosesAtMs: start + 72 * hour * 1000,
    timeZone: "Europe/Vienna",
    ...changed,
  });
  let payments = 0;
  const pay = (amount: number) => (amount === 0 ? null : { id: `pay-${++payments}`, amount, currency: "EUR" });
  const confirm = (userId: string, token: string, bookingId = "none") =>
    show.run({ type: "confirm", userId, token, bookingId, payment: pay(show.ledger.holds.get(token)?.price ?? 0) });
  const buy = (userId: string, bookingId: string, ...indexes: number[]) => {
    const { token } = show.hold(userId, ...indexes);
    expect(confirm(userId, token, bookingId).ok).toBe(true);
    return bookingIn(show.ledger, bookingId);
  };
  const cancel = (bookingId: string, seats?: number[], userId: string | null = "ada") =>
    show.run({ type: "cancel", userId, bookingId, ...(seats && { seatIds: seats.map(show.seat) }), cause: "BUYER", by: "ada", refundId });
  const exchange = (bookingId: string, seats: number[], token = "exchange") =>
    show.run({ type: "holdExchange", userId: "ada", bookingId, seatIds: seats.map(show.seat), token, refundId });
  return { ...show, confirm, buy, cancel, exchange };
}

const seatsOf = (ledger: Ledger, bookingId: string) => bookingIn(ledger, bookingId).seats.map(({ index }) => index);

describe("a price", () => {
  const pricing = {
    rules: [
      { when: { occupancyAtLeast: 0.5 }, percent: 20 },
      { when: { hoursToStartAtMost: 24 }, percent: 10 },
      { when: { days: ["TUE" as const] }, percent: -5 },
    ],
    floor: 4000,
    ceiling: 5000,
  };

  it("follows the rules that hold at the moment of the hold, within floor and ceiling, and stays what it was then", () => {
    // Tuesday 24 November 2026 in Vienna.
    const { hold, ledger, confirm, wait } = opened({ pricing });
    const early = hold("ada", 2);
    expect([ledger.holds.get(early.token)?.price, ledger.holds.get(early.token)?.pricing?.percent]).toEqual([4000, -5]);
    hold("bob", 3, 4, 5, 6);
    const later = hold("cy", 7);
    expect([ledger.holds.get(later.token)?.price, ledger.holds.get(later.token)?.pricing]).toEqual([
      4830,
      { percent: 15, rules: [pricing.rules[0], pricing.rules[2]] },
    ]);
    expect(confirm("ada", early.token, "BK-1").ok).toBe(true);
    expect(bookingIn(ledger, "BK-1").amount).toBe(4000);
    wait(50 * hour);
    const last = hold("dan", 8);
    expect(ledger.holds.get(last.token)?.price).toBe(4410);
  });

  it("rises with the very seat that makes the share full that its rule names, whichever tenth that is", () => {
    for (const taken of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const { hold, ledger } = opened({
        pricing: { rules: [{ when: { occupancyAtLeast: taken / 10 }, percent: 50 }], floor: null, ceiling: null },
      });
      const raised = Array.from(
        { length: taken + 1 },
        (_, seat) => ledger.holds.get(hold(`buyer ${seat}`, seat).token)?.pricing?.percent ?? 0,
      );
      expect(raised).toEqual([...Array<number>(taken).fill(0), 50]);
    }
  });

  it("of a seat that is dearer than the ceiling is not lowered by it", () => {
    const { hold, ledger } = opened({ pricing: { ...pricing, rules: [{ when: { occupancyAtLeast: 0 }, percent: 50 }] } });
    expect([0, 2].map((index) => ledger.holds.get(hold("ada", index).token)?.price)).toEqual([6500, 5000]);
  });

  it("of a tier can be changed for whoever comes next; what is held and bought keeps its own", () => {
    const { run, hold, ledger } = opened();
    const before = hold("ada", 2);
    run({
      type: "terms",
      by: "server",
      change: {
        tiers: [
          { name: "Premium", price: 6500 },
          { name: "Standard", price: 9900 },
        ],
      },
    });
    expect([before, hold("bob", 3), hold("bob", 0)].map(({ token }) => ledger.holds.get(token)?.price)).toEqual([4200, 9900, 6500]);
  });
});

describe("a cancellation", () => {
  it("gives back what the policy says for the hours that are left", () => {
    for (const [waited, refunded] of [
      [0, 4200],
      [23 * hour, 4200],
      [25 * hour, 2100],
      [47 * hour, 2100],
      [49 * hour, 0],
    ] as const) {
      const { buy, cancel, wait, ledger } = opened({ cancellation });
      buy("ada", "BK-1", 2);
      wait(waited);
      expect(cancel("BK-1").ok).toBe(true);
      expect([bookingIn(ledger, "BK-1").refundedAmount, bookingIn(ledger, "BK-1").status]).toEqual([refunded, "CANCELLED"]);
    }
  });

  it("of some seats leaves the others booked, frees the cap, and does not give them back twice", () => {
    const { buy, cancel, ledger, hold } = opened({ cancellation });
    buy("ada", "BK-1", 2, 3, 4, 5);
    expect(hold("ada", 6).ok).toBe(false);
    expect(cancel("BK-1", [3, 5]).ok).toBe(true);
    expect([seatsOf(ledger, "BK-1"), bookingIn(ledger, "BK-1").refundedAmount, bookingIn(ledger, "BK-1").status]).toEqual([
      [2, 4],
      8400,
      "CONFIRMED",
    ]);
    expect(hold("ada", 3).ok).toBe(true);
    expect(cancel("BK-1", [3])).toMatchObject({ ok: false, code: "SEAT_NOT_FOUND" });
    expect(cancel("BK-1").ok).toBe(true);
    expect(cancel("BK-1")).toMatchObject({ ok: false, code: "NOT_CANCELLABLE", details: { reason: "CANCELLED" } });
    expect(bookingIn(ledger, "BK-1").refundedAmount).toBe(16_800);
  });

  it("is refused to anybody else, after the start, and for a seat that somebody sits on", () => {
    const { buy, cancel, run, wait, ledger } = opened({ cancellation });
    buy("ada", "BK-20261121-AAAAAA", 2, 3);
    expect(cancel("BK-20261121-AAAAAA", undefined, "bob")).toMatchObject({ ok: false, code: "BOOKING_NOT_FOUND" });
    const ticketId = `tkt_${ledger.terms.showtimeId.slice(4)}_2_20261121AAAAAA`;
    run({ type: "checkIn", scans: [{ ticketId, by: "door", gate: null, scannedAtMs: null }] });
    expect(cancel("BK-20261121-AAAAAA", [2])).toMatchObject({ ok: false, details: { reason: "CHECKED_IN" } });
    expect(cancel("BK-20261121-AAAAAA", [3]).ok).toBe(true);
    wait(72 * hour);
    expect(cancel("BK-20261121-AAAAAA", [2])).toMatchObject({ ok: false, details: { reason: "STARTED" } });
  });

  it("takes from the newest payment first when a booking was paid by several", () => {
    const { buy, exchange, confirm, cancel, ledger } = opened({ cancellation });
    buy("ada", "BK-1", 2);
    exchange("BK-1", [0]);
    confirm("ada", "exchange");
    expect(cancel("BK-1").ok).toBe(true);
    expect(bookingIn(ledger, "BK-1").refunds.map(({ id, paymentId, amount }) => [id, paymentId, amount])).toEqual([
      ["ref_1", "pay-2", 2300],
      ["ref_1_2", "pay-1", 4200],
    ]);
  });
});

describe("an exchange of seats", () => {
  it("for dearer ones holds the new ones and asks for the difference; confirming it swaps them", () => {
    const { buy, exchange, confirm, ledger } = opened();
    buy("ada", "BK-1", 2, 3);
    expect(exchange("BK-1", [3, 0]).ok).toBe(true);
    expect([ledger.holds.get("exchange")?.price, ledger.status.slice(0, 4)]).toEqual([2300, [1, 0, 2, 2]]);
    expect(confirm("ada", "exchange").ok).toBe(true);
    const { seats, amount, payments, status } = bookingIn(ledger, "BK-1");
    expect([seats, amount, payments.map(({ amount }) => amount), status, ledger.status.slice(0, 4)]).toEqual([
      [
        { index: 3, price: 4200 },
        { index: 0, price: 6500 },
      ],
      10_700,
      [8400, 2300],
      "CONFIRMED",
      [2, 0, 0, 2],
    ]);
    expect([ledger.seatsOfUser.get("ada"), ledger.freeSeats]).toEqual([2, 8]);
  });

  it("for cheaper ones costs nothing and gives the difference back, whatever the policy says", () => {
    const { buy, exchange, confirm, ledger } = opened();
    buy("ada", "BK-1", 0);
    exchange("BK-1", [5]);
    expect(ledger.holds.get("exchange")?.price).toBe(0);
    expect(confirm("ada", "exchange").ok).toBe(true);
    expect([seatsOf(ledger, "BK-1"), bookingIn(ledger, "BK-1").refunds]).toMatchObject([
      [5],
      [{ id: refundId, amount: 2300, paymentId: "pay-1" }],
    ]);
  });

  it("may be for as many seats as one has at the cap, and for more, and never for fewer or for the same", () => {
    const { buy, exchange } = opened();
    buy("ada", "BK-1", 2, 3, 4, 5);
    expect(exchange("BK-1", [2, 3, 4]).ok).toBe(false);
    expect(exchange("BK-1", [5, 4, 3, 2])).toMatchObject({ ok: false, code: "VALIDATION_FAILED" });
    expect(exchange("BK-1", [2, 3, 4, 5, 6])).toMatchObject({ ok: false, code: "HOLD_LIMIT_REACHED" });
    expect(exchange("BK-1", [6, 7, 8, 9]).ok).toBe(true);
  });

  it("is off when its booking has changed since, and then the payment goes back as for any hold that is over", () => {
    const { buy, exchange, cancel, confirm, ledger } = opened({ cancellation });
    buy("ada", "BK-1", 2, 3);
    exchange("BK-1", [0, 3]);
    cancel("BK-1", [2]);
    expect(confirm("ada", "exchange")).toMatchObject({ ok: false, code: "RESERVATION_EXPIRED", details: { reason: "CHANGED" } });
    expect(seatsOf(ledger, "BK-1")).toEqual([3]);
  });

  it("to another showtime keeps the booking as it is until it departs, and lets its seats go then", () => {
    const { buy, run, cancel, exchange, ledger } = opened({ cancellation });
    buy("ada", "BK-1", 2, 3);
    expect(run({ type: "pin", userId: "ada", bookingId: "BK-1", token: "there" }).facts).toHaveLength(1);
    expect(run({ type: "pin", userId: "ada", bookingId: "BK-1", token: "there" }).facts).toHaveLength(0);
    expect(run({ type: "pin", userId: "ada", bookingId: "BK-1", token: "elsewhere" })).toMatchObject({
      ok: false,
      code: "NOT_EXCHANGEABLE",
    });
    expect(cancel("BK-1")).toMatchObject({ ok: false, details: { reason: "EXCHANGE_RUNNING" } });
    expect(exchange("BK-1", [0, 1])).toMatchObject({ ok: false, details: { reason: "EXCHANGE_RUNNING" } });
    run({ type: "unpin", bookingId: "BK-1", token: "elsewhere" });
    expect(run({ type: "depart", bookingId: "BK-1", token: "there", exchangedTo: "BK-2" }).ok).toBe(true);
    expect(bookingIn(ledger, "BK-1")).toMatchObject({
      status: "EXCHANGED",
      exchangedTo: "BK-2",
      transferredAmount: 8400,
      seats: [],
      pin: null,
    });
    expect([ledger.freeSeats, ledger.seatsOfUser.get("ada")]).toEqual([10, undefined]);
    expect(run({ type: "depart", bookingId: "BK-1", token: "there", exchangedTo: "BK-2" })).toMatchObject({ ok: true, facts: [] });
  });

  it("that nobody ends is asked after, again and again, and keeps its booking meanwhile", () => {
    const { buy, run, wait, ledger } = opened();
    buy("ada", "BK-1", 2);
    run({ type: "pin", userId: "ada", bookingId: "BK-1", token: "there" });
    expect(run({ type: "sweep" }).facts).toEqual([]);
    for (let time = 0; time < 2; time++) {
      wait(limits.exchangePinSeconds);
      expect(run({ type: "sweep" }).facts).toMatchObject([{ op: "PIN", to: "there", stalled: true }]);
    }
    expect(bookingIn(ledger, "BK-1").pin?.token).toBe("there");
  });

  it("from another showtime brings its payments along, asks for the rest, or gives the rest back", () => {
    const carried = {
      showtimeId: "sho_other",
      bookingId: "BK-0",
      amount: 5000,
      currency: "EUR",
      seats: 1,
      payments: [{ paymentId: "pay-0", amount: 5000, refundedAmount: 0 }],
    };
    const { run, seat, confirm, ledger } = opened();
    const arrive = (token: string, index: number, from = carried) =>
      run({ type: "holdExchange", userId: "ada", bookingId: "BK-0", seatIds: [seat(index)], token, refundId, from });
    expect(arrive("dearer", 0).ok).toBe(true);
    expect(ledger.holds.get("dearer")?.price).toBe(1500);
    confirm("ada", "dearer", "BK-1");
    expect(bookingIn(ledger, "BK-1")).toMatchObject({
      amount: 6500,
      carriedAmount: 5000,
      exchangedFrom: "BK-0",
      paymentId: "pay-1",
      refundedAmount: 0,
    });
    arrive("cheaper", 4, { ...carried, payments: [{ paymentId: "pay-9", amount: 5000, refundedAmount: 0 }] });
    confirm("ada", "cheaper", "BK-2");
    expect(bookingIn(ledger, "BK-2")).toMatchObject({ amount: 5000, carriedAmount: 5000, paymentId: "pay-9", refundedAmount: 800 });
    expect(arrive("pounds", 5, { ...carried, currency: "GBP" })).toMatchObject({ ok: false, code: "VALIDATION_FAILED" });
    const late = { ...carried, pinnedUntil: start + 60_000 };
    expect(arrive("late", 5, late)).toMatchObject({ ok: false, code: "NOT_EXCHANGEABLE", details: { reason: "EXCHANGE_RUNNING" } });
  });
});

describe("a cancelled showtime", () => {
  it("ends its holds and its sale at once and its bookings slice by slice, each with everything back", () => {
    const { buy, hold, run, ledger } = opened();
    buy("ada", "BK-1", 0, 1);
    buy("bob", "BK-2", 2);
    const open = hold("cy", 3);
    run({ type: "cancelShow", by: "server", reason: "the lead is ill" });
    expect(ledger.holds.get(open.token)?.status).toBe("RELEASED");
    expect(hold("dan", 4)).toMatchObject({ ok: false, code: "SALE_NOT_OPEN", details: { reason: "CANCELLED" } });
    expect(hasSlice(ledger)).toBe(true);
    run({ type: "cancelSlice" });
    expect(hasSlice(ledger)).toBe(false);
    expect(["BK-1", "BK-2"].map((id) => [bookingIn(ledger, id).status, bookingIn(ledger, id).refundedAmount])).toEqual([
      ["CANCELLED", 13_000],
      ["CANCELLED", 4200],
    ]);
    expect(run({ type: "cancelShow", by: "server", reason: "again" }).facts).toEqual([]);
    expect(ledger.freeSeats).toBe(10);
  });

  it("waits for a booking that is on its way to another showtime", () => {
    const { buy, run, ledger } = opened();
    buy("ada", "BK-1", 0);
    run({ type: "pin", userId: "ada", bookingId: "BK-1", token: "there" });
    run({ type: "cancelShow", by: "server", reason: null });
    expect([hasSlice(ledger), run({ type: "cancelSlice" }).facts]).toEqual([false, []]);
    run({ type: "unpin", bookingId: "BK-1", token: "there" });
    run({ type: "cancelSlice" });
    expect(bookingIn(ledger, "BK-1").status).toBe("CANCELLED");
  });
});
