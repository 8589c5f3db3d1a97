import { describe, expect, it } from "vitest";
import { webhookRetrySeconds } from "../../contracts/webhooks.ts";
import { isGivenUp, nextAttemptAt, retryAfterOf } from "./schedule.ts";

const now = Date.parse("2027-01-15T18:00:00Z");

describe("the next attempt", () => {
  it("follows the ladder, a tenth earlier or later, and after the last there is none", () => {
    for (const [made, seconds] of webhookRetrySeconds.entries()) {
      if (made === 0) continue;
      expect(nextAttemptAt(made, now, 0, null)).toBe(now + seconds * 900);
      expect(nextAttemptAt(made, now, 0.5, null)).toBe(now + seconds * 1000);
      expect(nextAttemptAt(made, now, 0.999_999, null)).toBeLessThanOrEqual(now + seconds * 1100);
    }
    expect(nextAttemptAt(webhookRetrySeconds.length, now, 0.5, null)).toBeNull();
    expect(nextAttemptAt(webhookRetrySeconds.length, now, 0.5, 1000)).toBeNull();
  });

  it("waits for as long as the receiver asks, and is made no sooner for it", () => {
    expect(nextAttemptAt(1, now, 0.5, 60_000)).toBe(now + 60_000);
    expect(nextAttemptAt(3, now, 0.5, 60_000)).toBe(now + 1_800_000);
  });
});

describe("Retry-After", () => {
  it.each<[string | null, number | null]>([
    ["120", 120_000],
    [" 0 ", 0],
    ["Fri, 15 Jan 2027 18:02:00 GMT", 120_000],
    ["Fri, 15 Jan 2027 17:00:00 GMT", 0],
    ["999999999", 86_400_000],
    ["Sat, 15 Jan 2028 18:00:00 GMT", 86_400_000],
    [null, null],
    ["", null],
    ["soon", null],
    ["-5", null],
    ["1e3", null],
  ])("%j is %j ms", (header, expected) => {
    expect(retryAfterOf(header, now)).toBe(expected);
  });
});

it("somebody is given up after five days without a success, and not before", () => {
  expect(isGivenUp(null, now)).toBe(false);
  expect(isGivenUp(now - 5 * 86_400_000 + 1, now)).toBe(false);
  expect(isGivenUp(now - 5 * 86_400_000, now)).toBe(true);
});
