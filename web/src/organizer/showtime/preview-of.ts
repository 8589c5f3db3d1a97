import type { PricingRule } from "../../../../contracts/pricing.ts";
import { minorOf } from "../price-input.ts";
import { momentsOf } from "../zone-time.ts";
import type { ShowtimeDraft } from "./showtime-draft.ts";

export interface Preview {
  tiers: { name: string; price: number }[];
  rules: PricingRule[];
  floor: number | null;
  ceiling: number | null;
  startsAtMs: number | null;
}

/** What of a draft can be computed with already: unfinished rules are left out. Null before any price is said. */
export function previewOf(draft: ShowtimeDraft, timeZone: string): Preview | null {
  const tiers = draft.tiers.flatMap(({ name, price }) => {
    const minor = minorOf(price, draft.currency);
    return minor === null ? [] : [{ name: name.trim() === "" ? "Unnamed" : name.trim(), price: minor }];
  });
  if (tiers.length === 0) return null;
  const rules = draft.rules.flatMap(({ percent, occupancy, hours, days }) => {
    const when = {
      ...(occupancy.trim() !== "" && { occupancyAtLeast: Number(occupancy) / 100 }),
      ...(hours.trim() !== "" && { hoursToStartAtMost: Number(hours) }),
      ...(days.length > 0 && { days: [...days] }),
    };
    const change = Number(percent);
    const isWhole = percent.trim() !== "" && Number.isInteger(change) && Object.values(when).every((value) => !Number.isNaN(value));
    return isWhole && Object.keys(when).length > 0 ? [{ when, percent: change }] : [];
  });
  const [startsAt] = momentsOf(draft.startsAt, timeZone);
  return {
    tiers,
    rules,
    floor: minorOf(draft.priceFloor, draft.currency),
    ceiling: minorOf(draft.priceCeiling, draft.currency),
    startsAtMs: startsAt === undefined ? null : Date.parse(startsAt),
  };
}
