import type { NaivePlace, Replayed } from "./replay.ts";

interface Wished {
  quantity: number;
  tier: string | null;
  adjacent: boolean | null;
}

/** Whether somebody in the queue may have what they wish for, and it is free. */
export const fits = (state: Replayed, place: NaivePlace): boolean =>
  state.seatsOf(place.userId) + place.quantity <= state.terms.maxSeatsPerUser && hasRoomFor(state, place, false);

/**
 * Whether a wish can be fulfilled. The seats of a row lie one behind the other, and what is not numbered is given only to whoever says so or can mean
 * nothing else.
 */
export function hasRoomFor(state: Replayed, { quantity, tier, adjacent }: Wished, saysGeneral: boolean): boolean {
  const { capacity } = state.terms;
  const numbered = state.info.filter((seat) => !seat.general);
  const hasTier = numbered.some((seat) => seat.tier === tier);
  const general = saysGeneral || (Boolean(capacity) && (numbered.length === 0 || (tier === capacity?.tier && !hasTier)));
  const free: number[] = [];
  state.info.forEach((seat, index) => {
    const suits = seat.general === general && !seat.accessible && (tier === null || seat.tier === tier);
    if (suits && state.seats[index]?.is === "FREE") free.push(index);
  });
  if (general || adjacent !== true) return free.length >= quantity;
  let run = 0;
  return free.some((index, place) => {
    run = isBeside(state, free[place - 1], index) ? run + 1 : 1;
    return run >= quantity;
  });
}

function isBeside({ info }: Replayed, before: number | undefined, index: number): boolean {
  if (before === undefined || index !== before + 1) return false;
  const [one, other] = [info[before], info[index]];
  return one?.row !== null && one?.row === other?.row && one?.section === other?.section;
}
