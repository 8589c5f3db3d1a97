import type { Fact } from "../../../durable-objects/seat-map/ledger.ts";
import type { History, Operation, Violation } from "../history.ts";

/** I13: whatever was answered with success is in the log, at or before the place that the answer named. */
export function durable({ shows, operations }: History): Violation[] {
  const violations: Violation[] = [];
  const logs = new Map(shows.map(({ terms, log }) => [terms.showtimeId, indexOf(log.map(({ fact }) => fact))]));
  for (const operation of operations) {
    const known = logs.get(operation.showtimeId);
    if (operation.outcome !== "ok" || known === undefined) continue;
    const { seq, proc, showtimeId, asked } = operation;
    const word = wordOf(operation);
    const at = word === null ? 0 : known.first.get(word);
    const sentence =
      (seq ?? 0) > known.last
        ? `${asked.op} of ${proc} was answered at ${seq}, and the log ends at ${known.last}`
        : (at === undefined || (seq !== null && at > seq)) &&
          `${asked.op} of ${proc} was answered at ${seq}, and the log has no ${word} until then`;
    if (sentence) violations.push({ invariant: "I13", showtimeId, seq, sentence });
  }
  return violations;
}

function indexOf(facts: readonly Fact[]): { first: Map<string, number>; last: number } {
  const first = new Map<string, number>();
  const note = (word: string, seq: number) => first.has(word) || first.set(word, seq);
  for (const fact of facts) {
    if (fact.op === "HOLD" || fact.op === "RELEASE") note(`${fact.op} ${fact.token}`, fact.seq);
    if (fact.op === "CONFIRM" || fact.op === "EXCHANGE") note(`CONFIRM ${fact.token} ${fact.bookingId}`, fact.seq);
    if (fact.op === "REFUND") note(`REFUND ${fact.bookingId}`, fact.seq);
    if (fact.op === "CANCEL") note(`CANCEL ${fact.bookingId}`, fact.seq);
    if (fact.op === "WAIT") note(`WAIT ${fact.waitlistId}`, fact.seq);
    if (fact.op === "CHECK_IN") for (const { index } of fact.seats) note(`CHECK_IN ${fact.bookingId} ${index}`, fact.seq);
    if (fact.op === "CANCEL_SHOW") note("CANCEL_SHOW", fact.seq);
  }
  return { first, last: facts.at(-1)?.seq ?? 0 };
}

/** The entry that must be in the log if this was answered with success; null if there need be none. */
function wordOf({ asked, told }: Operation): string | null {
  switch (asked.op) {
    case "hold":
      return `HOLD ${told.token}`;
    case "release":
      return `RELEASE ${asked.token}`;
    case "confirm":
      return `CONFIRM ${asked.token} ${told.bookingId}`;
    case "cancel":
      return `CANCEL ${asked.bookingId}`;
    case "refund":
      return `REFUND ${asked.bookingId}`;
    case "wait":
      return `WAIT ${told.waitlistId}`;
    case "checkIn":
      return `CHECK_IN ${asked.bookingId} ${asked.seat}`;
    case "cancelShow":
      return "CANCEL_SHOW";
    default:
      return null;
  }
}
