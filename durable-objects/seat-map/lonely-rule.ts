import type { LonelySeats } from "../../contracts/showtimes.ts";
import { bestAvailable, type House } from "./best-available.ts";
import { freeRun, leftAlone } from "./lonely-seats.ts";

/**
 * Why a choice of free seats may not be held by the showtime's rule, or null if it may: the seats that it leaves alone, and what to take instead.
 * A seat alone is refused only where there is another choice: LENIENT looks for one in the same run of free seats, STRICT also for as many seats
 * together of the same tier anywhere in the house. An accessible seat that stays alone is no lonely one.
 */
export function lonelyRefusal(
  house: House,
  rule: LonelySeats,
  chosen: readonly number[],
): { alone: number[]; instead: number[] | null } | null {
  if (rule === "OFF") return null;
  const { geometry, isFree, seats } = house;
  const taken = new Set(chosen);
  const alone = leftAlone(geometry, isFree, taken).filter((index) => !seats[index]?.accessible);
  if (alone.length === 0) return null;
  const instead = another(house, chosen);
  const avoidable = alone.filter((index) => {
    // With two or more to spare the same number fits at an end of the run and leaves nobody alone; with one to spare it never does.
    const run = freeRun(geometry, isFree, index);
    return run.filter((each) => !taken.has(each)).length >= 2;
  });
  if (avoidable.length > 0) return { alone: avoidable, instead };
  return rule === "STRICT" && instead !== null ? { alone, instead } : null;
}

/** As many seats together, of the same tier, that leave nobody alone; or null. */
function another(house: House, chosen: readonly number[]): number[] | null {
  const tiers = new Set(chosen.map((index) => house.seats[index]?.tier));
  const [tier = null] = tiers.size === 1 ? tiers : [];
  const found = bestAvailable(
    { ...house, sparesLonelySeats: true },
    { quantity: chosen.length, tier, adjacent: true, accessible: chosen.some((index) => house.seats[index]?.accessible) },
  );
  return found !== null && leftAlone(house.geometry, house.isFree, new Set(found)).length === 0 ? found : null;
}
