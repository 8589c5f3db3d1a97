import { describe, expect, it } from "vitest";
import type { PricingRule } from "../../contracts/pricing.ts";
import { priceReason, signed } from "./price-words.ts";

const friday = { startsAt: "2027-01-15T18:30:00Z", timeZone: "Europe/Vienna" };
const change = (...rules: PricingRule[]) => ({
  percent: rules.reduce((sum, rule) => sum + rule.percent, 0),
  rules,
});

describe("the reason of a price", () => {
  it("names the day and its part in the venue's zone", () => {
    expect(priceReason(change({ when: { days: ["FRI", "SAT"] }, percent: 15 }), friday)).toBe("Friday evening +15 %");
    expect(priceReason(change({ when: { days: ["SAT"] }, percent: 5 }), { ...friday, timeZone: "Pacific/Auckland" })).toBe(
      "Saturday morning +5 %",
    );
  });

  it("names every rule that holds, and what is in one rule together", () => {
    const rules = change({ when: { occupancyAtLeast: 0.8 }, percent: 10 }, { when: { hoursToStartAtMost: 24 }, percent: -20 });
    expect(priceReason(rules, friday)).toBe("Almost full +10 %, last hours −20 %");
    expect(priceReason(change({ when: { occupancyAtLeast: 0.5, days: ["FRI"] }, percent: 7 }), friday)).toBe(
      "Friday evening and more than half full +7 %",
    );
  });

  it("is silent where nothing moved the price", () => {
    expect(priceReason(null, friday)).toBe("");
    expect(priceReason(change({ when: { occupancyAtLeast: 0.2 }, percent: 0 }), friday)).toBe("");
  });

  it("writes a true minus", () => {
    expect(signed(-5)).toBe("−5 %");
  });
});
