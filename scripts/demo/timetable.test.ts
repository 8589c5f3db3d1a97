import { describe, expect, it } from "vitest";
import { startsWithin } from "./timetable.ts";

describe("a weekly programme", () => {
  it("starts at the local time of its zone", () => {
    const monday = Date.parse("2026-11-23T10:00:00Z");
    expect(startsWithin(7, { TUE: ["19:30"] }, "Europe/Vienna", monday)).toEqual(["2026-11-24T18:30:00.000Z"]);
    expect(startsWithin(7, { TUE: ["19:30"] }, "America/New_York", monday)).toEqual(["2026-11-25T00:30:00.000Z"]);
  });

  it("follows the clocks when they change", () => {
    const beforeTheChange = Date.parse("2026-10-22T10:00:00Z");
    expect(startsWithin(8, { SAT: ["20:00"], SUN: ["20:00"] }, "Europe/Vienna", beforeTheChange)).toEqual([
      "2026-10-24T18:00:00.000Z",
      "2026-10-25T19:00:00.000Z",
    ]);
  });

  it("still has tonight, but not what begins within half an hour", () => {
    const atSeven = Date.parse("2026-11-25T18:00:00Z");
    expect(startsWithin(1, { WED: ["19:15", "20:00"] }, "Europe/Vienna", atSeven)).toEqual(["2026-11-25T19:00:00.000Z"]);
  });

  it("knows the day in a zone where it is already tomorrow", () => {
    const sundayInUtc = Date.parse("2026-11-22T20:00:00Z");
    expect(startsWithin(1, { MON: ["19:00"] }, "Pacific/Auckland", sundayInUtc)).toEqual(["2026-11-23T06:00:00.000Z"]);
  });
});
