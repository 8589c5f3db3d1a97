import { describe, expect, it } from "vitest";
import { ago } from "./time.ts";

describe("how long ago something was", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");

  it.each([
    ["2026-11-21T11:59:30Z", "just now"],
    ["2026-11-21T12:00:10Z", "just now"],
    ["2026-11-21T11:58:00Z", "2 minutes ago"],
    ["2026-11-21T09:00:00Z", "3 hours ago"],
    ["2026-11-20T12:00:00Z", "yesterday"],
    ["2026-09-22T12:00:00Z", "2 months ago"],
    ["2026-11-21T15:00:00Z", "in 3 hours"],
  ])("%s: %s", (moment, words) => {
    expect(ago(moment, now)).toBe(words);
  });
});
