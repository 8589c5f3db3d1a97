import { describe, expect, it } from "vitest";
import type { ConfirmInput } from "../../contracts/ledger.ts";
import { eventOf } from "./event-of.ts";
import { bookingIn } from "./ledger.ts";
import { worthOf } from "./money.ts";
import { house, start } from "./test-house.ts";
import { ticketIdOf } from "./tickets-of.ts";

const hour = 3600;
const cancellation = { fullRefundUntilHours: 48, partialRefundUntilHours: 24, partialRefundPercent: 50 };

/** A house whose show begins in 72 hours: two seats of 65.00, the others of 42.00. */
function opened() {
  const show = house(10, { startsAtMs: start + 72 * hour * 1000, saleClosesAtMs: start + 72 * hour * 1000, cancellation });
  const { ledger, run, seat } = show;
  const part = (amount: number, id = "pay-1", order = "ord-1") => ({ id, amount, currency: "EUR", order });
  const confirm = (token: string, payment: ConfirmInput["payment"], discount?: ConfirmInput["discount"]) =>
    run({ type: "confirm", userId: "ada", token, bookingId: bookingIdOf(token), payment, ...(discount && { discount }) });
  /** A booking by part of an order's payment, with so much off. */
  const buy = (off: number, ...indexes: number[]) => {
    const { token } = show.hold("ada", ...indexes);
    const price = ledger.holds.get(token)?.price ?? 0;
    expect(confirm(token, off === price ? null : part(price - off), { amount: off, code: "SPRING" }).ok).toBe(true);
    return { token, booking: bookingIn(ledger, bookingIdOf(token)) };
  };
  const undo = (token: string, order = "ord-1") => run({ type: "undo", userId: "ada", token, refundId: `ref-${token}`, order });
  const cancel = (bookingId: string, seats?: number[]) =>
    run({
      type: "cancel",
      userId: "ada",
      bookingId,
      cause: "BUYER",
      by: "ada",
      refundId: "ref-c",
      ...(seats && { seatIds: seats.map(seat) }),
    });
  const refund = (bookingId: string, amount: number, refundId = "ref-g", paymentId = "pay-1") =>
    run({ type: "refund", bookingId, paymentId, amount, reason: "the bar was closed", refundId });
  return { ...show, part, confirm, buy, undo, cancel, refund };
}

/** In the form of real ones, for the ids of tickets are made of them. */
const bookingIdOf = (token: string): string => `BK-20261121-${token.replace("token-", "").padStart(6, "0")}`;
const pricesOf = (booking: { seats: { price: number }[] }) => booking.seats.map(({ price }) => price);

describe("a confirmation with a discount", () => {
  it("costs what was paid, each seat less its share, and no cent is lost", () => {
    const { booking } = opened().buy(1000, 0, 2, 3);
    expect([booking.amount, booking.discount]).toEqual([13_900, { amount: 1000, code: "SPRING" }]);
    expect(pricesOf(booking)).toEqual([6064, 3918, 3918]);
    expect(worthOf(booking.seats)).toBe(13_900);
    expect(booking.payments).toEqual([{ paymentId: "pay-1", amount: 13_900, refundedAmount: 0 }]);
  });

  it("of the whole price needs no payment, and answers the same booking again", () => {
    const { buy, confirm, cancel, ledger } = opened();
    const { token, booking } = buy(4200, 2);
    expect([booking.amount, booking.paymentId, pricesOf(booking)]).toEqual([0, null, [0]]);
    expect(confirm(token, null, { amount: 4200, code: "SPRING" })).toMatchObject({ ok: true, facts: [] });
    expect(cancel(booking.id).ok).toBe(true);
    expect(bookingIn(ledger, booking.id).refunds).toEqual([]);
  });

  it("is refused unless it and the payment are the price together, and in the showtime's currency", () => {
    const { hold, confirm, part } = opened();
    const { token } = hold("ada", 2);
    const off = (amount: number) => ({ amount, code: null });
    const mismatch = { ok: false, code: "PAYMENT_AMOUNT_MISMATCH", details: { price: 4200, currency: "EUR" }, facts: [] };
    expect(confirm(token, part(4000), off(100))).toMatchObject(mismatch);
    expect(confirm(token, part(4200), off(200))).toMatchObject(mismatch);
    expect(confirm(token, part(4300), off(-100))).toMatchObject(mismatch);
    expect(confirm(token, part(4199.5), off(0.5))).toMatchObject(mismatch);
    expect(confirm(token, part(0), off(4201))).toMatchObject(mismatch);
    expect(confirm(token, { ...part(4000), currency: "USD" }, off(200))).toMatchObject(mismatch);
    expect(confirm(token, null, off(4199))).toMatchObject({ ok: false, code: "PAYMENT_NOT_SUCCESSFUL" });
    expect(confirm(token, part(4000), off(200)).ok).toBe(true);
  });

  it("is what every refund, partial cancellation and exchange goes by afterwards", () => {
    const { buy, cancel, run, seat, ledger, confirm, wait } = opened();
    const { booking } = buy(1000, 0, 2, 3);
    expect(cancel(booking.id, [0]).ok).toBe(true);
    expect(bookingIn(ledger, booking.id).refundedAmount).toBe(6064);
    const wish = { userId: "ada", bookingId: booking.id, refundId: "ref-x" };
    expect(run({ type: "holdExchange", ...wish, seatIds: [seat(2), seat(4)], token: "x" }).ok).toBe(true);
    expect(ledger.holds.get("x")?.price).toBe(4200 - 3918);
    const due = { id: "pay-2", amount: 282, currency: "EUR" };
    expect(confirm("x", { ...due, amount: 182 }, { amount: 100, code: null })).toMatchObject({
      ok: false,
      code: "PAYMENT_AMOUNT_MISMATCH",
    });
    expect(confirm("x", { ...due, order: "ord-1" })).toMatchObject({ ok: false, code: "PAYMENT_AMOUNT_MISMATCH" });
    expect(confirm("x", due).ok).toBe(true);
    wait(25 * hour);
    expect(cancel(booking.id).ok).toBe(true);
    const { amount, refundedAmount } = bookingIn(ledger, booking.id);
    expect([amount, refundedAmount]).toEqual([13_900 + 282, 6064 + (3918 + 4200) / 2]);
  });
});

describe("a payment of an order", () => {
  it("confirms several of its reservations, each with its part, and nothing of any other order", () => {
    const { hold, confirm, part, ledger } = opened();
    const [one, two, other] = [hold("ada", 2).token, hold("ada", 3).token, hold("ada", 4).token];
    expect(confirm(one, part(4200)).ok).toBe(true);
    expect(confirm(two, part(4200)).ok).toBe(true);
    expect(confirm(two, part(4200))).toMatchObject({ ok: true, facts: [] });
    const used = { ok: false, code: "PAYMENT_ALREADY_USED" };
    expect(confirm(other, part(4200, "pay-1", "ord-2"))).toMatchObject(used);
    expect(confirm(other, { id: "pay-1", amount: 4200, currency: "EUR" })).toMatchObject(used);
    expect([...ledger.usedPayments]).toEqual([["pay-1", "ord-1"]]);
  });

  it("that paid for a single reservation does not pay for an order", () => {
    const { hold, confirm, part } = opened();
    const [one, two] = [hold("ada", 2).token, hold("ada", 3).token];
    expect(confirm(one, { id: "pay-1", amount: 4200, currency: "EUR" }).ok).toBe(true);
    expect(confirm(two, part(4200))).toMatchObject({ ok: false, code: "PAYMENT_ALREADY_USED" });
  });
});

describe("undoing an order", () => {
  it("ends a hold, and from then on nothing confirms it", () => {
    const { hold, undo, confirm, part, ledger } = opened();
    const { token } = hold("ada", 2);
    expect(undo(token).facts.map(({ op }) => op)).toEqual(["RELEASE"]);
    expect(undo(token)).toMatchObject({ ok: true, facts: [] });
    expect(confirm(token, part(4200))).toMatchObject({ ok: false, code: "RESERVATION_EXPIRED" });
    expect(ledger.freeSeats).toBe(10);
  });

  it("says that nothing is left of a hold that ran out or of a booking that was cancelled, and knows no other's", () => {
    const { hold, buy, undo, run, cancel, wait, ledger } = opened();
    const { token, booking } = buy(0, 2);
    const late = hold("ada", 3).token;
    expect(run({ type: "undo", userId: "bob", token, refundId: "r" })).toMatchObject({ ok: false, code: "RESERVATION_NOT_YOURS" });
    expect(run({ type: "undo", userId: "ada", token: "none", refundId: "r" })).toMatchObject({ ok: false, code: "RESERVATION_NOT_FOUND" });
    cancel(booking.id);
    expect(undo(token)).toMatchObject({ ok: true, facts: [] });
    wait(121);
    expect(undo(late).facts.map(({ op }) => op)).toEqual(["EXPIRE"]);
    expect(bookingIn(ledger, booking.id).cause).toBe("BUYER");
  });

  it("gives everything that was paid back whatever the policy says, however late, and once", () => {
    const { buy, undo, cancel, wait, ledger } = opened();
    const { token, booking } = buy(200, 2, 3);
    expect(cancel(booking.id, [2]).ok).toBe(true);
    wait(80 * hour);
    const { facts } = undo(token);
    expect(facts).toMatchObject([
      {
        op: "CANCEL",
        cause: "ORDER_FAILED",
        refunds: [{ id: `ref-${token}`, paymentId: "pay-1", amount: 4100, reason: "the order could not be completed" }],
      },
    ]);
    expect(undo(token)).toMatchObject({ ok: true, facts: [] });
    const { status, amount, refundedAmount } = bookingIn(ledger, booking.id);
    expect([status, amount, refundedAmount]).toEqual(["CANCELLED", 8200, 8200]);
    expect(ledger.freeSeats).toBe(10);
    expect(eventOf(ledger, facts[0] ?? never())).toMatchObject({ type: "booking.cancelled", cause: "ORDER_FAILED" });
  });

  it("also of a booking of which somebody came in already, but waits for an exchange that is under way", () => {
    const { buy, undo, run, ledger } = opened();
    const { token, booking } = buy(0, 2);
    expect(run({ type: "pin", userId: "ada", bookingId: booking.id, token: "elsewhere" }).ok).toBe(true);
    expect(undo(token)).toMatchObject({ ok: false, code: "NOT_CANCELLABLE", details: { reason: "EXCHANGE_RUNNING" } });
    run({ type: "unpin", bookingId: booking.id, token: "elsewhere" });
    const ticketId = ticketIdOf(ledger.terms.showtimeId, booking.id, 2);
    expect(run({ type: "checkIn", scans: [{ ticketId, by: "gate", gate: null, scannedAtMs: null }] }).facts).toHaveLength(1);
    expect(undo(token).facts.map(({ op }) => op)).toEqual(["CANCEL"]);
  });

  it("leaves alone what was paid for by itself, and what is held for an exchange", () => {
    const { hold, confirm, undo, run, seat, ledger } = opened();
    const { token } = hold("ada", 2);
    confirm(token, { id: "pay-9", amount: 4200, currency: "EUR" });
    expect(undo(token)).toMatchObject({ ok: true, facts: [] });
    run({ type: "holdExchange", userId: "ada", bookingId: bookingIdOf(token), seatIds: [seat(0)], token: "x", refundId: "ref-x" });
    expect(undo("x")).toMatchObject({ ok: true, facts: [] });
    expect([bookingIn(ledger, bookingIdOf(token)).status, ledger.holds.get("x")?.status]).toEqual(["CONFIRMED", "ACTIVE"]);
  });
});

describe("a refund that takes no seat", () => {
  it("lowers what the seats are worth, so that nothing goes back twice", () => {
    const { buy, refund, cancel, ledger } = opened();
    const { booking } = buy(0, 0, 2);
    const { facts } = refund(booking.id, 1000);
    expect([pricesOf(booking), booking.refundedAmount, booking.amount]).toEqual([[5893, 3807], 1000, 10_700]);
    expect(eventOf(ledger, facts[0] ?? never())).toMatchObject({
      type: "booking.updated",
      cause: "REFUNDED",
      refunds: [{ id: "ref-g", paymentId: "pay-1", amount: 1000, reason: "the bar was closed" }],
    });
    expect(refund(booking.id, 1000)).toMatchObject({ ok: true, facts: [] });
    expect(cancel(booking.id).ok).toBe(true);
    expect(bookingIn(ledger, booking.id).refundedAmount).toBe(10_700);
    const nothingLeft = { ok: false, code: "PAYMENT_AMOUNT_MISMATCH", details: { remaining: 0 } };
    expect(refund(booking.id, 1, "ref-h")).toMatchObject(nothingLeft);
  });

  it("can also be of what was kept when all of a booking was cancelled, which stays over", () => {
    const { buy, refund, cancel, wait, ledger } = opened();
    const { booking } = buy(0, 2, 3);
    wait(25 * hour);
    cancel(booking.id);
    expect(refund(booking.id, 4201)).toMatchObject({ ok: false, details: { remaining: 4200 } });
    expect(refund(booking.id, 200).ok).toBe(true);
    expect(refund(booking.id, 4000, "ref-h").facts).toMatchObject([{ op: "REFUND", seats: [], worth: [] }]);
    const { status, seats, refundedAmount } = bookingIn(ledger, booking.id);
    expect([status, seats, refundedAmount]).toEqual(["CANCELLED", [], 8400]);
  });

  it("can also be of what was kept of cancelled seats, up to what is left of its payment", () => {
    const { buy, refund, cancel, wait, ledger } = opened();
    const { booking } = buy(0, 2, 3);
    wait(25 * hour);
    cancel(booking.id, [2]);
    const tooMuch = { ok: false, code: "PAYMENT_AMOUNT_MISMATCH", details: { remaining: 6300, currency: "EUR" } };
    for (const amount of [6301, 0, -1, 0.5]) expect(refund(booking.id, amount)).toMatchObject(tooMuch);
    expect(refund(booking.id, 10, "ref-o", "pay-other")).toMatchObject({
      ok: false,
      code: "PAYMENT_AMOUNT_MISMATCH",
      details: { remaining: 0 },
    });
    expect(refund("BK-none", 10)).toMatchObject({ ok: false, code: "BOOKING_NOT_FOUND" });
    expect(refund(booking.id, 5000).ok).toBe(true);
    expect(pricesOf(bookingIn(ledger, booking.id))).toEqual([0]);
    expect(refund(booking.id, 1300, "ref-h").ok).toBe(true);
    expect(refund(booking.id, 1, "ref-i")).toMatchObject({ ok: false, details: { remaining: 0 } });
    expect(cancel(booking.id).facts).toMatchObject([{ op: "CANCEL", refunds: [] }]);
  });

  it("takes an exchange that waits for its payment off, and waits for one to another showtime", () => {
    const { buy, refund, run, seat, confirm } = opened();
    const { booking } = buy(0, 2);
    run({ type: "holdExchange", userId: "ada", bookingId: booking.id, seatIds: [seat(0)], token: "x", refundId: "ref-x" });
    expect(refund(booking.id, 100).ok).toBe(true);
    expect(confirm("x", { id: "pay-2", amount: 2300, currency: "EUR" })).toMatchObject({ ok: false, code: "RESERVATION_EXPIRED" });
    run({ type: "pin", userId: "ada", bookingId: booking.id, token: "elsewhere" });
    expect(refund(booking.id, 100, "ref-h")).toMatchObject({ ok: false, code: "NOT_CANCELLABLE", details: { reason: "EXCHANGE_RUNNING" } });
  });
});

function never(): never {
  throw new Error("there is no fact");
}
