import { z } from "zod";
import { limits } from "./limits.ts";

/** A day of the week on which the show is, in the venue's zone. */
export const Weekday = z.enum(["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]).meta({ id: "Weekday" });
export type Weekday = z.infer<typeof Weekday>;

/**
 * When a rule holds: everything that it names must. `occupancyAtLeast`: the share of seats that are held, sold or blocked before this hold.
 * `hoursToStartAtMost`: counted at the moment of the hold. `days`: of the show.
 */
export const PriceCondition = z
  .strictObject({
    occupancyAtLeast: z.number().min(0).max(1).optional(),
    hoursToStartAtMost: z.number().min(0).max(limits.policyHoursMax).optional(),
    days: z.array(Weekday).min(1).max(7).optional(),
  })
  .refine((when) => Object.values(when).some((value) => value !== undefined), { message: "names no condition" });
export type PriceCondition = z.infer<typeof PriceCondition>;

/** `percent`: added to the price, or taken from it if negative. */
export const PricingRule = z
  .strictObject({ when: PriceCondition, percent: z.number().int().min(limits.rulePercentMin).max(limits.rulePercentMax) })
  .meta({ id: "PricingRule", example: { when: { occupancyAtLeast: 0.8, days: ["FRI", "SAT"] }, percent: 15 } });
export type PricingRule = z.infer<typeof PricingRule>;

/** What the rules make of the prices at one moment: the sum of their percents, and those that hold. Null where none does. */
export const PriceChange = z
  .object({ percent: z.number().int(), rules: z.array(PricingRule) })
  .meta({ id: "PriceChange", example: { percent: 15, rules: [PricingRule.meta()?.example] } });
export type PriceChange = z.infer<typeof PriceChange>;

/** The rules of a showtime and how far they may move a price, in minor units. */
export interface Pricing {
  rules: readonly PricingRule[];
  floor: number | null;
  ceiling: number | null;
}

/** What the rules look at: the share of seats that are taken, the hours to the start, and the day of the show. */
export interface PriceMoment {
  occupancy: number;
  hoursToStart: number;
  day: Weekday;
}

const weekdays = new Map<string, Intl.DateTimeFormat>();

/** The day of the week of a moment (ms) in a zone. */
export function weekdayIn(timeZone: string, at: number): Weekday {
  let format = weekdays.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", { weekday: "short", timeZone });
    weekdays.set(timeZone, format);
  }
  return Weekday.parse(format.format(at).toUpperCase());
}
