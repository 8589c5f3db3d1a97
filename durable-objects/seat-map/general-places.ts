import type { Wish } from "./best-available.ts";
import { type Ledger, type LedgerSeat, seatIdAt } from "./ledger.ts";
import type { View } from "./view.ts";

/** The section of the map that has the places without numbers. */
export const generalSection = "General admission";

/** The places of the showtime's capacity, to be added behind its first seats, of which there are `seatsBefore`. */
export function generalPlaces({ terms: { capacity, showtimeId, tiers } }: Ledger, seatsBefore: number): LedgerSeat[] {
  if (!capacity) return [];
  const tier = tiers.find(({ name }) => name === capacity.tier) ?? tiers[0];
  return Array.from({ length: capacity.places }, (_, place) => ({
    id: seatIdAt(showtimeId, seatsBefore + place),
    seatNumber: String(place + 1),
    section: generalSection,
    row: null,
    tier: tier?.name ?? "",
    price: tier?.price ?? 0,
    x: null,
    y: null,
    accessible: false,
    general: true,
    metadata: {},
  }));
}

/**
 * Whether a wish is for places: said so, or nothing else could be meant, because there are only places or only places have its tier. Whoever wishes
 * for seats of a showtime that has both is never sent to stand.
 */
export function meansPlaces(view: View, wish: Wish, general: boolean): boolean {
  const { terms } = view.ledger;
  if (general || !terms.capacity) return general;
  const { tierNames } = view.geometry;
  return tierNames.size === 0 || (wish.tier === terms.capacity.tier && !tierNames.has(wish.tier));
}

/** The lowest free places for a wish, or null if there are not so many. Places have no neighbours, and none is known to be accessible. */
export function freePlaces(view: View, wish: Wish): number[] | null {
  if (wish.accessible || (wish.tier !== null && wish.tier !== view.ledger.terms.capacity?.tier)) return null;
  const lapsed = view.lapsedPlaces;
  const places =
    lapsed.length === 0
      ? view.ledger.places.lowest(wish.quantity)
      : [...lapsed, ...view.ledger.places.lowest(wish.quantity)].sort((a, b) => a - b).slice(0, wish.quantity);
  return places.length < wish.quantity ? null : places;
}
