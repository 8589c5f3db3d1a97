import { describe, expect, it } from "vitest";
import { quoteCancel } from "./judge-cancel.ts";
import { scanResults } from "./judge-check-in.ts";
import { house, start } from "./test-house.ts";
import { ticketIdOf, ticketsOf } from "./tickets-of.ts";

const bookingId = "BK-20261121-AAAAAA";

/** A showtime without a policy in which Ada has booked three seats, one of which she came in on, and which is cancelled then. */
function calledOff() {
  const made = house(4, { startsAtMs: start + 72_000_000, timeZone: "Europe/Vienna" });
  const { token } = made.hold("ada", 0, 1, 2);
  made.run({ type: "confirm", userId: "ada", token, bookingId, payment: { id: "pay_1", amount: 17_200, currency: "EUR" } });
  const enter = (index: number) => {
    const scans = [{ ticketId: ticketIdOf(made.ledger.terms.showtimeId, bookingId, index), by: "usr_gate", gate: null, scannedAtMs: null }];
    const before = made.ledger.seq;
    made.run({ type: "checkIn", scans });
    return scanResults(made.ledger, scans, before)[0];
  };
  enter(2);
  made.run({ type: "cancelShow", by: "usr_organizer", reason: null });
  const cancel = (...indexes: number[]) =>
    made.run({ type: "cancel", userId: "ada", bookingId, seatIds: indexes.map(made.seat), cause: "BUYER", by: "ada", refundId: "ref_1" });
  const booking = () => {
    const row = made.ledger.bookings.get(bookingId);
    if (row === undefined) throw new Error("Ada has no booking");
    return row;
  };
  return { ...made, enter, cancel, booking };
}

describe("between the end of a showtime and the refund of a booking", () => {
  it("its buyer who cancels by hand gets everything back too, and the rest follows with the others'", () => {
    const { ledger, cancel, booking, run } = calledOff();
    const asked = { userId: "ada", bookingId };
    expect(quoteCancel(ledger, { ...asked, seatIds: [ledger.seats[0]?.id ?? ""] }, ledger.clock)).toMatchObject({
      amount: 6500,
      percent: 100,
    });
    expect(cancel(0).ok).toBe(true);
    expect(booking()).toMatchObject({ status: "CONFIRMED", refundedAmount: 6500 });
    run({ type: "cancelSlice" });
    expect(booking()).toMatchObject({ status: "CANCELLED", amount: 17_200, refundedAmount: 17_200 });
    expect(new Set(booking().refunds.map(({ id }) => id)).size).toBe(2);
  });

  it("its tickets let nobody in any more, and say so", () => {
    const { ledger, enter, booking } = calledOff();
    expect(enter(0)).toEqual({ ok: false, code: "TICKET_NOT_VALID", entry: null });
    expect(enter(2)).toMatchObject({ ok: false, code: "TICKET_NOT_VALID", entry: { by: "usr_gate" } });
    expect(ticketsOf(ledger, booking()).map(({ status }) => status)).toEqual(["VOID", "VOID", "VOID"]);
    expect(ledger.entries.size).toBe(1);
  });
});
