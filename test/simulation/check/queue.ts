import type { History, Violation } from "../history.ts";
import { walk } from "./replay.ts";
import { fits } from "./room-for.ts";

/** The queue: freed seats go to the first person whom they fit, as many as were wished for; and at rest nobody waits for what is free. */
export function queueInOrder({ shows, atRest }: History): Violation[] {
  const violations: Violation[] = [];
  for (const show of shows) {
    const end = walk(show, { invariant: "QUEUE", into: violations }, (fact, before, say) => {
      if (fact.op === "LEAVE" && before.places.get(fact.waitlistId)?.status !== "WAITING") say(`${fact.waitlistId} does not wait`);
      if (fact.op !== "HOLD" || !fact.waitlistId) return;
      const place = before.places.get(fact.waitlistId);
      if (place?.status !== "WAITING") return say(`${fact.waitlistId} is ${place?.status ?? "not there"}`);
      if (place.userId !== fact.userId) say(`${fact.waitlistId} is ${place.userId}'s, and ${fact.userId} gets its seats`);
      if (place.quantity !== fact.seats.length) say(`${fact.waitlistId} wished for ${place.quantity} seats and gets ${fact.seats.length}`);
      if (place.tier !== null && fact.seats.some(({ index }) => before.info[index]?.tier !== place.tier))
        say(`${fact.waitlistId} wished for ${place.tier}`);
      if (before.terms.admissionRequired) return;
      for (const earlier of before.places.values()) {
        if (earlier === place) break;
        if (earlier.status === "WAITING" && fits(before, earlier)) say(`${earlier.id} came before ${place.id}, and what is free fits it`);
      }
    });
    if (!atRest || end.terms.admissionRequired || end.terms.cancelled || end.at >= end.terms.saleClosesAtMs) continue;
    for (const place of end.places.values()) {
      if (place.status !== "WAITING" || !fits(end, place)) continue;
      const sentence = `at rest ${place.id} waits for ${place.quantity} of ${place.tier ?? "any tier"}, which are free`;
      violations.push({ invariant: "QUEUE", showtimeId: show.terms.showtimeId, seq: end.seq, sentence });
    }
  }
  return violations;
}
