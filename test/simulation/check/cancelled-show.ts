import type { History, Violation } from "../history.ts";
import { walk } from "./replay.ts";

/** A cancelled showtime sells nothing more; at rest none of its bookings lives and nobody waits. */
export function cancelledShow({ shows, atRest }: History): Violation[] {
  const violations: Violation[] = [];
  for (const show of shows) {
    const end = walk(show, { invariant: "SHOW", into: violations }, (fact, { terms }, say) => {
      if (terms.cancelled && (fact.op === "HOLD" || fact.op === "CONFIRM" || fact.op === "EXCHANGE" || fact.op === "WAIT")) {
        say("the showtime is cancelled");
      }
    });
    if (!atRest || !end.terms.cancelled) continue;
    const left = [...end.bookings.values()].filter(({ status }) => status === "CONFIRMED").map(({ id }) => id);
    const waiting = [...end.places.values()].filter(({ status }) => status === "WAITING" || status === "OFFERED").map(({ id }) => id);
    for (const id of [...left, ...waiting]) {
      const sentence = `the showtime is cancelled, and at rest ${id} is not`;
      violations.push({ invariant: "SHOW", showtimeId: show.terms.showtimeId, seq: end.seq, sentence });
    }
  }
  return violations;
}
