import { describe, expect, it } from "vitest";
import type { Fact } from "./ledger.ts";
import { house, start } from "./test-house.ts";
import { ticketIdOf } from "./tickets-of.ts";

const ops = (decision: { facts: Fact[] }) => decision.facts.map(({ op }) => op);

describe("what happens after the sale", () => {
  /** A house of four seats in which Ada has booked the first three and Bob waits for as many. */
  function sold(waitsFor: number, changed: Parameters<typeof house>[1] = {}) {
    const made = house(4, { startsAtMs: start + 72_000_000, timeZone: "Europe/Vienna", ...changed });
    const { token } = made.hold("ada", 0, 1, 2);
    made.hold("eve", 3);
    const payment = { id: "pay_1", amount: 17_200, currency: "EUR" };
    const bookingId = "BK-20261121-AAAAAA";
    expect(made.run({ type: "confirm", userId: "ada", token, bookingId, payment }).ok).toBe(true);
    made.run({ type: "wait", waitlistId: "w", userId: "bob", quantity: waitsFor, tier: null, adjacent: null });
    const cancel = (...indexes: number[]) =>
      made.run({ type: "cancel", userId: "ada", bookingId, seatIds: indexes.map(made.seat), cause: "BUYER", by: "ada", refundId: "ref_1" });
    const enter = (index: number) =>
      made.run({
        type: "checkIn",
        scans: [{ ticketId: ticketIdOf(made.ledger.terms.showtimeId, bookingId, index), by: "usr_gate", gate: null, scannedAtMs: null }],
      });
    return { ...made, bookingId, cancel, enter };
  }

  it("gives cancelled seats to the queue in the same commit", () => {
    const { cancel, ledger } = sold(2);
    expect(ops(cancel(0))).toEqual(["CANCEL"]);
    expect(ops(cancel(2))).toEqual(["CANCEL", "HOLD"]);
    expect(
      ledger.holds
        .get(ledger.waitlist.get("w")?.token ?? "")
        ?.seats.map(({ index }) => index)
        .sort(),
    ).toEqual([0, 2]);
  });

  it("gives it what an exchange leaves behind, once it is made", () => {
    const { run, seat, bookingId, ledger, wait } = sold(1);
    wait(120);
    run({ type: "leave", userId: "bob", waitlistId: "w" });
    const seatIds = [seat(0), seat(1), seat(3)];
    expect(run({ type: "holdExchange", userId: "ada", bookingId, seatIds, token: "x", refundId: "ref_1" })).toMatchObject({ ok: true });
    run({ type: "wait", waitlistId: "again", userId: "bob", quantity: 1, tier: null, adjacent: null });
    expect(ops(run({ type: "confirm", userId: "ada", token: "x", bookingId: "BK-none", payment: null }))).toEqual(["EXCHANGE", "HOLD"]);
    expect(ledger.holds.get(ledger.waitlist.get("again")?.token ?? "")?.seats).toEqual([{ index: 2, price: 4200 }]);
  });

  it("takes no seat from whoever came in on it", () => {
    const { cancel, enter, run, seat, bookingId, wait } = sold(1);
    wait(120);
    enter(0);
    expect(cancel(0, 1)).toMatchObject({ code: "NOT_CANCELLABLE", details: { reason: "CHECKED_IN" } });
    const seatIds = [seat(1), seat(2), seat(3)];
    expect(run({ type: "holdExchange", userId: "ada", bookingId, seatIds, token: "x", refundId: "ref_1" })).toMatchObject({
      code: "NOT_EXCHANGEABLE",
      details: { reason: "CHECKED_IN" },
    });
    expect(ops(cancel(1))).toEqual(["CANCEL"]);
  });

  it("closes the queue and ends its offers when the showtime is cancelled, and offers nothing any more", () => {
    const { run, cancel, ledger } = sold(1);
    cancel(0);
    run({ type: "wait", waitlistId: "w2", userId: "cy", quantity: 1, tier: null, adjacent: null });
    expect(ops(run({ type: "cancelShow", by: "usr_organizer", reason: null }))).toEqual(["CANCEL_SHOW", "RELEASE", "RELEASE", "LEAVE"]);
    expect(["w", "w2"].map((id) => ledger.waitlist.get(id)?.status)).toEqual(["CLOSED", "CLOSED"]);
    expect(ops(run({ type: "cancelSlice" }))).toEqual(["CANCEL"]);
    expect(run({ type: "wait", waitlistId: "w3", userId: "di", quantity: 1, tier: null, adjacent: null })).toMatchObject({
      code: "SALE_NOT_OPEN",
      details: { reason: "CANCELLED" },
    });
  });

  it("gives the queue what other terms allow", () => {
    const { run, ledger, cancel } = sold(1, { maxSeatsPerUser: 3 });
    run({ type: "leave", userId: "bob", waitlistId: "w" });
    run({ type: "wait", waitlistId: "w2", userId: "eve", quantity: 3, tier: null, adjacent: null });
    cancel(0, 1, 2);
    expect(ledger.waitlist.get("w2")?.status).toBe("WAITING");
    expect(ops(run({ type: "terms", by: "usr_organizer", change: { maxSeatsPerUser: 4 } }))).toEqual(["TERMS", "HOLD"]);
  });
});
