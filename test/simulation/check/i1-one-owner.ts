import type { History, Violation } from "../history.ts";
import { stateOf, walk } from "./replay.ts";

/** I1: a seat is free, held, booked or blocked, never two of them and never for two. */
export function oneOwner({ shows }: History): Violation[] {
  const violations: Violation[] = [];
  for (const show of shows) {
    walk(show, { invariant: "I1", into: violations }, (fact, before, say) => {
      if (fact.op === "ADD") {
        fact.added.forEach(({ id }, place) => {
          if (Number.parseInt(id.slice(id.lastIndexOf("_") + 1), 36) !== before.seats.length + place) say(`${id} has another's place`);
        });
        return;
      }
      if (!("seats" in fact)) return;
      const named = new Set(fact.seats.map(({ index }) => index));
      if (named.size < fact.seats.length) say("names a seat twice");
      for (const index of named) {
        const seat = before.seats[index];
        if (seat === undefined) say(`there is no seat ${index}`);
        if (fact.op === "HOLD" && seat?.is !== "FREE") say(`seat ${index} goes to ${fact.token} and is ${stateOf(seat)}`);
        if (fact.op === "BLOCK" && seat?.is !== "FREE") say(`seat ${index} is blocked and is ${stateOf(seat)}`);
        if (fact.op !== "CONFIRM" && fact.op !== "EXCHANGE") continue;
        if (seat?.is !== "HELD" || seat.token !== fact.token) say(`seat ${index} is booked for ${fact.token} and is ${stateOf(seat)}`);
      }
      if (fact.op === "HOLD" && before.holds.has(fact.token)) say(`${fact.token} is a second reservation of that name`);
      if (fact.op === "CONFIRM" && before.bookings.has(fact.bookingId)) say(`${fact.bookingId} is a second booking of that name`);
    });
  }
  return violations;
}
