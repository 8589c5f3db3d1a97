import { describe, expect, it } from "vitest";
import { policyWords } from "./policy-words.ts";

const startsAt = "2027-01-15T18:30:00Z";
const show = {
  startsAt,
  timeZone: "Europe/Vienna",
  cancellationPolicy: { fullRefundUntilHours: 48, partialRefundUntilHours: 24, partialRefundPercent: 50 },
};
const hoursBefore = (hours: number) => Date.parse(startsAt) - hours * 3_600_000;

describe("what a cancellation gives back", () => {
  it("names what can still be had, by the venue's clock", () => {
    expect(policyWords(show, hoursBefore(72))).toMatch(
      /^Full refund until .*\b13\b.*(7|19):30.* CET, then 50 % until .*\b14\b.*, nothing afterwards\.$/,
    );
    expect(policyWords(show, hoursBefore(30))).toMatch(/^Refund of 50 % until .*\b14\b/);
  });

  it("says that it is too late", () => {
    expect(policyWords(show, hoursBefore(3))).toBe("The time for a refund is over.");
  });

  it("says that there is none without a policy", () => {
    expect(policyWords({ ...show, cancellationPolicy: null }, hoursBefore(72))).toMatch(/nothing is refunded/);
  });
});
