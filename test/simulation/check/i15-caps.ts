import type { History, Operation, Violation } from "../history.ts";
import { walk } from "./replay.ts";

/** I15: nobody gets more seats than one person may have, no pass lets two holds in, nobody waits twice, and no more places are sold than there are. */
export function caps({ shows, operations }: History): Violation[] {
  const violations: Violation[] = [];
  for (const show of shows) {
    const passes = passesOf(operations, show.terms.showtimeId);
    const waits = new Set<string>();
    walk(
      show,
      { invariant: "I15", into: violations },
      (fact, before, say) => {
        if (fact.op === "WAIT") {
          for (const { userId, status, id } of before.places.values()) {
            if (userId === fact.userId && (status === "WAITING" || status === "OFFERED")) say(`${userId} waits already, as ${id}`);
          }
          waits.add(fact.waitlistId);
        }
        if (fact.op !== "HOLD") return;
        const { admissionId: pass = null, exchange = null } = fact;
        if (before.terms.admissionRequired && pass === null && !fact.waitlistId && !exchange?.own)
          say(`${fact.token} came in without a pass`);
        if (pass === null) return;
        if (before.passes.has(pass)) say(`${pass} let ${fact.token} in, and ${before.passes.get(pass)} before`);
        const until = passes.get(pass);
        if (until !== undefined && until <= fact.at) say(`${pass} ran out at ${until} and let ${fact.token} in at ${fact.at}`);
      },
      (fact, state, say) => {
        if (fact.op === "ADD") {
          const places = state.info.filter(({ general }) => general).length;
          if (places > (state.terms.capacity?.places ?? 0))
            say(`there are ${places} places, and room for ${state.terms.capacity?.places ?? 0}`);
        }
        if (fact.op !== "HOLD") return;
        const owned = state.seatsOf(fact.userId);
        const leaving = leavingSeats(fact, state.bookings);
        const { maxSeatsPerUser } = state.terms;
        if (owned - leaving > maxSeatsPerUser) say(`${fact.userId} has ${owned - leaving} seats of ${maxSeatsPerUser}`);
      },
    );
  }
  return violations;
}

function leavingSeats(
  { exchange }: { exchange?: { bookingId: string; own: { kept: { index: number }[] } | null } | null },
  bookings: ReadonlyMap<string, { seats: Map<number, number> }>,
): number {
  if (!exchange?.own) return 0;
  return (bookings.get(exchange.bookingId)?.seats.size ?? 0) - exchange.own.kept.length;
}

function passesOf(operations: readonly Operation[], showtimeId: string): Map<string, number> {
  const passes = new Map<string, number>();
  for (const { asked, showtimeId: of } of operations) {
    if (asked.op === "hold" && asked.pass && of === showtimeId) passes.set(asked.pass.id, asked.pass.untilMs);
  }
  return passes;
}
