import { limits } from "./limits.ts";
import type { PriceChange, PriceMoment, Pricing, PricingRule } from "./pricing.ts";

// Apart from the schemas, so that the page that shows a price computes it as the hold will and loads no validator for it.

/** The rules that hold at this moment and the sum of their percents, or null if none does. */
export function priceChangeAt(rules: readonly PricingRule[], moment: PriceMoment): PriceChange | null {
  const holding = rules.filter(
    ({ when }) =>
      (when.occupancyAtLeast === undefined || moment.occupancy >= when.occupancyAtLeast) &&
      (when.hoursToStartAtMost === undefined || moment.hoursToStart <= when.hoursToStartAtMost) &&
      (when.days === undefined || when.days.includes(moment.day)),
  );
  return holding.length === 0 ? null : { percent: holding.reduce((sum, { percent }) => sum + percent, 0), rules: holding };
}

/** The share of seats that are taken. Counted and then divided: 1 − 0.9 is a little less than the 0.1 that a rule names. */
export const occupancyOf = (free: number, total: number): number => (total === 0 ? 0 : (total - free) / total);

/**
 * A price after the change, to the nearest minor unit, halves up. The floor stops reductions and the ceiling increases; a price that is beyond one
 * of them by itself stays as it is.
 */
export function changedPrice(base: number, change: PriceChange | null, { floor, ceiling }: Pick<Pricing, "floor" | "ceiling">): number {
  if (change === null) return base;
  const changed = Math.max(0, Math.floor((base * (100 + change.percent)) / 100 + 0.5));
  if (changed < base) return Math.max(changed, Math.min(base, floor ?? 0));
  return Math.min(changed, Math.max(base, ceiling ?? limits.priceMinorMax));
}
