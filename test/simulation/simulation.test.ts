import { describe, expect, it } from "vitest";
import { runHistory } from "./simulate.ts";

const stepsWanted = 1_000_000;

describe("the showtimes' core under faults", () => {
  it("keeps every invariant through a million steps of many histories, and comes to rest after each", { timeout: 120_000 }, () => {
    let steps = 0;
    const facts = new Map<string, number>();
    const outcomes = new Set<string>();
    for (let seed = 1; steps < stepsWanted; seed++) {
      const { violations, history, steps: taken } = runHistory(seed);
      steps += taken;
      expect(violations, `npm run simulate -- --seed ${seed}`).toEqual([]);
      for (const { log } of history.shows) for (const { fact } of log) facts.set(fact.op, (facts.get(fact.op) ?? 0) + 1);
      for (const { asked, outcome } of history.operations) outcomes.add(`${asked.op} ${outcome}`);
    }
    // What never happened was not tried.
    for (const op of everyFact) expect([op, (facts.get(op) ?? 0) > 20]).toEqual([op, true]);
    for (const outcome of everyOutcome) expect([outcome, outcomes.has(outcome)]).toEqual([outcome, true]);
  });

  it("has the same history by the same seed, to the last entry and the last answer", () => {
    const [once, again] = [runHistory(20261121), runHistory(20261121)];
    expect(again.history.shows).toEqual(once.history.shows);
    expect(again.history.operations).toEqual(once.history.operations);
    expect(once.history.operations.length).toBeGreaterThan(20);
  });
});

const everyFact = [
  "ADD",
  "BLOCK",
  "UNBLOCK",
  "HOLD",
  "EXTEND",
  "RELEASE",
  "EXPIRE",
  "CONFIRM",
  "CANCEL",
  "REFUND",
  "EXCHANGE",
  "PIN",
  "UNPIN",
  "DEPART",
  "WAIT",
  "LEAVE",
  "CHECK_IN",
  "TERMS",
  "CANCEL_SHOW",
];

const everyOutcome = [
  "hold ok",
  "hold unknown",
  "hold ADMISSION_REQUIRED",
  "hold HOLD_LIMIT_REACHED",
  "hold LONELY_SEAT",
  "hold NOT_ENOUGH_SEATS",
  "hold SALE_NOT_OPEN",
  "hold SEAT_ALREADY_BOOKED",
  "hold SEAT_ALREADY_LOCKED",
  "hold SEAT_BLOCKED",
  "hold SHOWTIME_NOT_FOUND",
  "release RESERVATION_NOT_YOURS",
  "release RESERVATION_EXPIRED",
  "confirm ok",
  "confirm unknown",
  "confirm PAYMENT_ALREADY_USED",
  "confirm PAYMENT_AMOUNT_MISMATCH",
  "confirm PAYMENT_NOT_FOUND",
  "confirm PAYMENT_NOT_SUCCESSFUL",
  "confirm RESERVATION_CONFIRMED",
  "confirm RESERVATION_EXPIRED",
  "undo ok",
  "refund ok",
  "refund NOT_CANCELLABLE",
  "refund PAYMENT_AMOUNT_MISMATCH",
  "cancel ok",
  "cancel NOT_CANCELLABLE",
  "exchange NOT_EXCHANGEABLE",
  "exchange VALIDATION_FAILED",
  "wait ok",
  "wait ALREADY_WAITING",
  "checkIn ok",
  "checkIn ALREADY_CHECKED_IN",
  "checkIn CHECK_IN_NOT_OPEN",
  "checkIn TICKET_NOT_VALID",
];
