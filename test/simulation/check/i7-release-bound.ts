import type { History, Violation } from "../history.ts";
import { walk } from "./replay.ts";

/** I7: a hold that has run out stands in nobody's way, alarm or none; and once everything is at rest none is left. */
export function releaseBound({ shows, operations, atRest }: History): Violation[] {
  const violations: Violation[] = [];
  for (const show of shows) {
    const { showtimeId } = show.terms;
    const refused = Map.groupBy(
      operations.filter(({ outcome, showtimeId: of, replayed }) => outcome === "SEAT_ALREADY_LOCKED" && of === showtimeId && !replayed),
      ({ seq }) => seq,
    );
    const end = walk(
      show,
      { invariant: "I7", into: violations },
      () => {},
      (fact, state, say) => {
        for (const { asked, at, userId } of refused.get(fact.seq) ?? []) {
          if (!("seats" in asked) || asked.seats === null) continue;
          const inTheWay = asked.seats.some((index) => {
            const seat = state.seats[index];
            return seat?.is === "HELD" && (state.holds.get(seat.token)?.until ?? 0) > (at ?? 0);
          });
          if (!inTheWay) say(`${userId} was refused seats ${asked.seats} at ${at}, and no living hold has one`);
        }
      },
    );
    if (!atRest) continue;
    for (const { token, status, until } of end.holds.values()) {
      if (status !== "ACTIVE") continue;
      violations.push({
        invariant: "I7",
        showtimeId,
        seq: end.seq,
        sentence: `${token}, which ran out at ${until}, still has its seats at rest`,
      });
    }
  }
  return violations;
}
