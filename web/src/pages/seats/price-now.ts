import { occupancyOf, priceChangeAt } from "../../../../contracts/price-change.ts";
import type { PriceChange, Weekday } from "../../../../contracts/pricing.ts";
import type { Showtime } from "../../../../contracts/showtimes.ts";

/** What of a showtime its prices follow. `pricing`: what the server made of it a moment ago. */
export type PriceTerms = Pick<Showtime, "pricingRules" | "priceFloor" | "priceCeiling" | "pricing" | "startsAt" | "timeZone">;

/** What the showtime's rules make of its prices at `nowMs`, as the hold will see it: `free` of `total` seats are free. */
export function priceChangeNow(terms: PriceTerms, free: number, total: number, nowMs: number): PriceChange | null {
  if (terms.pricingRules.length === 0 || total === 0) return null;
  const hoursToStart = (Date.parse(terms.startsAt) - nowMs) / 3_600_000;
  return priceChangeAt(terms.pricingRules, { occupancy: occupancyOf(free, total), hoursToStart, day: dayOf(terms) });
}

function dayOf({ startsAt, timeZone }: PriceTerms): Weekday {
  const name = new Intl.DateTimeFormat("en-US", { weekday: "short", timeZone }).format(new Date(startsAt));
  return name.toUpperCase() as Weekday;
}
