import { seatCodes } from "../../contracts/seats.ts";
import { bestAvailable, type House, type Wish } from "./best-available.ts";
import { freePlaces, meansPlaces } from "./general-places.ts";
import type { View } from "./view.ts";

/** The house as somebody finds it who chooses now. */
export const houseOf = (view: View): House => ({
  geometry: view.geometry,
  seats: view.ledger.seats,
  isFree: (index) => view.statusOf(index) === seatCodes.AVAILABLE,
  sparesLonelySeats: (view.ledger.terms.lonelySeats ?? "OFF") !== "OFF",
});

/** The seats or places that a wish is given, by index, or null if it cannot be fulfilled. `general`: only places. */
export const chooseSeats = (view: View, wish: Wish, general = false): number[] | null =>
  meansPlaces(view, wish, general) ? freePlaces(view, wish) : bestAvailable(houseOf(view), wish);

/** Whether the wish could be fulfilled if nothing were held, sold or blocked. */
export function couldEverFit(view: View, wish: Wish): boolean {
  const { capacity } = view.ledger.terms;
  if (meansPlaces(view, wish, false)) {
    return (wish.tier === null || wish.tier === capacity?.tier) && wish.quantity <= (capacity?.places ?? 0);
  }
  const { largestEver, tierNames } = view.geometry;
  if (wish.tier !== null && !tierNames.has(wish.tier)) return false;
  const kind = `${wish.adjacent === true} ${wish.tier}`;
  const largest = largestEver.get(kind) ?? largestOf(houseOf(view), wish, () => true);
  largestEver.set(kind, largest);
  return wish.quantity <= largest;
}

/** How large a wish of this kind can be at this moment: any up to it is fulfilled, none beyond it. Accessible seats are not counted. */
export function largestFitting(view: View, wish: Pick<Wish, "tier" | "adjacent">): number {
  if (meansPlaces(view, { ...wish, quantity: 1, accessible: false }, false)) return view.ledger.places.count;
  const house = houseOf(view);
  return largestOf(house, wish, house.isFree);
}

function largestOf({ geometry, seats }: House, { tier, adjacent }: Pick<Wish, "tier" | "adjacent">, isFree: House["isFree"]): number {
  let all = 0;
  let longest = 0;
  for (const row of geometry.rows) {
    let run = 0;
    for (const index of row.seats) {
      const seat = seats[index];
      const fits = isFree(index) && seat !== undefined && !seat.accessible && (tier === null || seat.tier === tier);
      run = fits ? run + 1 : 0;
      longest = Math.max(longest, run);
      if (fits) all++;
    }
  }
  return adjacent === true ? longest : all;
}
