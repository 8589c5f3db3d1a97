import type { History, Violation } from "../history.ts";
import { walk } from "./replay.ts";

/** The door: a ticket lets in once, and only with a seat of a live booking that is not being exchanged. */
export function oneEntryATicket({ shows }: History): Violation[] {
  const violations: Violation[] = [];
  for (const show of shows) {
    walk(show, { invariant: "DOOR", into: violations }, (fact, before, say) => {
      if (fact.op !== "CHECK_IN") return;
      const booking = before.bookings.get(fact.bookingId);
      for (const { index } of fact.seats) {
        if (before.entries.has(`${fact.bookingId} ${index}`)) say(`the ticket of ${fact.bookingId} for seat ${index} was used before`);
        if (!booking?.seats.has(index)) say(`${fact.bookingId} has no seat ${index}`);
      }
      if (booking?.status !== "CONFIRMED") say(`${fact.bookingId} is ${booking?.status}`);
      if (booking !== undefined && booking.pinnedFor !== null) say(`${fact.bookingId} is being exchanged`);
      if (before.terms.cancelled) say("the showtime is cancelled");
    });
  }
  return violations;
}
