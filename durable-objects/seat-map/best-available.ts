import type { BestAvailable } from "../../contracts/seats.ts";
import { type Geometry, neighbour, type Row } from "./geometry.ts";
import type { LedgerSeat } from "./ledger.ts";
import type { IsFree } from "./lonely-seats.ts";

export interface Wish {
  quantity: number;
  /** Only seats of this tier. */
  tier: string | null;
  /** `true`: together or not at all. `false`: being together does not matter. `null`: together if possible. */
  adjacent: boolean | null;
  /** At least one accessible seat; otherwise none is given. */
  accessible: boolean;
}

/** What somebody asked for, with what they left open. */
export const wishOf = ({ quantity, tier, adjacent, accessible }: BestAvailable): Wish => ({
  quantity,
  tier: tier ?? null,
  adjacent: adjacent ?? null,
  accessible: accessible ?? false,
});

export interface House {
  geometry: Geometry;
  seats: readonly LedgerSeat[];
  isFree: IsFree;
  /** Whether a choice that leaves a single seat alone gives way to one of the same tier that does not. */
  sparesLonelySeats: boolean;
}

/** Of the smaller numbers the better, compared from the top. */
interface Score {
  tier: number;
  /** Seats that would be left alone. */
  alone: number;
  section: number;
  /** Of all its seats together. */
  distance: number;
}

/**
 * The best free seats for a wish, as indexes, or null if there are not so many. Side by side comes before over an aisle, that before apart; then the
 * better tier, no seat left alone, the earlier section, and nearness to the section's focal point. The same house always gives the same seats.
 */
export function bestAvailable(house: House, wish: Wish): number[] | null {
  if (wish.adjacent === false) return apart(house, wish);
  return together(house, wish, false) ?? together(house, wish, true) ?? (wish.adjacent === true ? null : apart(house, wish));
}

function together(house: House, wish: Wish, overAisles: boolean): number[] | null {
  let best: (Score & { row: Row; last: number }) | null = null;
  for (const row of house.geometry.rows) {
    const atBest = { tier: row.bestTier, alone: 0, section: row.section, distance: row.leastDistance * wish.quantity };
    // Rows come in the order of the best that they have, so behind this one there is nothing better either.
    if (best !== null && !isBetter(atBest, best)) break;
    for (const last of ends(house, wish, row, overAisles)) {
      const score = scoreOf(house, row, last, wish.quantity);
      if (best === null || isBetter(score, best)) best = { ...score, row, last };
    }
  }
  return best === null ? null : best.row.seats.slice(best.last + 1 - wish.quantity, best.last + 1);
}

/** The places in a row where a run of so many seats ends that the wish may have. */
function* ends(house: House, wish: Wish, row: Row, overAisles: boolean): Generator<number> {
  let from = 0;
  let accessibleAt = -1;
  for (let place = 0; place < row.seats.length; place++) {
    const index = row.seats[place] ?? -1;
    if (!mayHave(house, wish, index)) {
      from = place + 1;
      continue;
    }
    if (!overAisles && place > from && row.aisleAfter[place - 1] !== false) from = place;
    if (wish.accessible && house.seats[index]?.accessible) accessibleAt = place;
    const first = place + 1 - wish.quantity;
    if (first >= from && (!wish.accessible || accessibleAt >= first)) yield place;
  }
}

function scoreOf({ geometry, isFree, sparesLonelySeats }: House, row: Row, last: number, quantity: number): Score {
  let tier = 0;
  let distance = 0;
  for (let place = last + 1 - quantity; place <= last; place++) {
    const index = row.seats[place] ?? 0;
    tier = Math.max(tier, geometry.tier[index] ?? 0);
    distance += geometry.distance[index] ?? 0;
  }
  const isAlone = (index: number | undefined, step: -1 | 1) => {
    const beside = index === undefined ? null : neighbour(geometry, index, step);
    if (beside === null || !isFree(beside)) return 0;
    const further = neighbour(geometry, beside, step);
    return further === null || !isFree(further) ? 1 : 0;
  };
  const alone = sparesLonelySeats ? isAlone(row.seats[last + 1 - quantity], -1) + isAlone(row.seats[last], 1) : 0;
  return { tier, alone, section: row.section, distance };
}

/** One by one, each the best of those that are left; named in the order of the map. */
function apart(house: House, wish: Wish): number[] | null {
  const { geometry, seats } = house;
  const free: (Score & { index: number })[] = [];
  for (const row of geometry.rows) {
    for (const index of row.seats) {
      if (!mayHave(house, wish, index)) continue;
      free.push({ index, tier: geometry.tier[index] ?? 0, alone: 0, section: row.section, distance: geometry.distance[index] ?? 0 });
    }
  }
  free.sort((a, b) => (isBetter(a, b) ? -1 : isBetter(b, a) ? 1 : a.index - b.index));
  const first = wish.accessible ? free.find(({ index }) => seats[index]?.accessible) : free[0];
  if (first === undefined || free.length < wish.quantity) return null;
  const chosen = [first, ...free.filter((each) => each !== first)].slice(0, wish.quantity);
  return chosen.map(({ index }) => index).sort((a, b) => a - b);
}

function mayHave({ seats, isFree }: House, wish: Wish, index: number): boolean {
  const seat = seats[index];
  if (seat === undefined || (seat.accessible && !wish.accessible)) return false;
  return (wish.tier === null || seat.tier === wish.tier) && isFree(index);
}

const isBetter = (a: Score, b: Score): boolean =>
  a.tier !== b.tier
    ? a.tier < b.tier
    : a.alone !== b.alone
      ? a.alone < b.alone
      : a.section !== b.section
        ? a.section < b.section
        : a.distance < b.distance;
