import { changedPrice, occupancyOf, priceChangeAt } from "../../contracts/price-change.ts";
import { type PriceChange, weekdayIn } from "../../contracts/pricing.ts";
import type { PricedSeat } from "./ledger.ts";
import type { View } from "./view.ts";

/** What a hold of these seats would freeze at `at`: the price of each, their sum, and the rules that moved them. */
export function priced(
  view: View,
  indexes: readonly number[],
  at: number,
): { seats: PricedSeat[]; price: number; pricing: PriceChange | null } {
  const pricing = priceChangeNow(view, at);
  const rules = view.ledger.terms.pricing ?? { floor: null, ceiling: null };
  const seats = indexes.map((index) => ({ index, price: changedPrice(view.ledger.seats[index]?.price ?? 0, pricing, rules) }));
  return { seats, price: seats.reduce((sum, { price }) => sum + price, 0), pricing };
}

/** What the showtime's rules make of its prices at `at`, or null. Seats of holds that have run out count as free. */
export function priceChangeNow({ ledger, freeSeats }: View, at: number): PriceChange | null {
  const { pricing, startsAtMs, timeZone } = ledger.terms;
  if (!pricing || pricing.rules.length === 0) return null;
  const occupancy = occupancyOf(freeSeats, ledger.seats.length);
  if (startsAtMs === undefined) {
    const timeless = pricing.rules.filter(({ when }) => when.days === undefined);
    return priceChangeAt(timeless, { occupancy, hoursToStart: Number.POSITIVE_INFINITY, day: "MON" });
  }
  const hoursToStart = (startsAtMs - at) / 3_600_000;
  return priceChangeAt(pricing.rules, { occupancy, hoursToStart, day: weekdayIn(timeZone ?? "UTC", startsAtMs) });
}
