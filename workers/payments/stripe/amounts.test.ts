import { describe, expect, it } from "vitest";
import { marqueeAmount, stripeAmount } from "./amounts.ts";

describe("an amount at Stripe", () => {
  it.each([
    ["EUR", 6500, 6500],
    ["JPY", 1200, 1200],
    ["KWD", 1250, 1250],
    ["ISK", 900, 90_000],
    ["UGX", 5000, 500_000],
    ["MGA", 40_000, 400],
  ])("in %s: %i of ours are %i of theirs, and back", (currency, ours, theirs) => {
    expect(stripeAmount(ours, currency)).toBe(theirs);
    expect(marqueeAmount(theirs, currency)).toBe(ours);
  });

  it.each([
    ["KWD", 1255],
    ["TND", 1],
    ["MGA", 150],
  ])("in %s of %i is one that no card can be charged", (currency, amount) => {
    expect(() => stripeAmount(amount, currency)).toThrow("not valid");
  });
});
