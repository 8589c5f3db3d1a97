import { describe, expect, it } from "vitest";
import { momentsOf, wallOf } from "./zone-time.ts";

describe("the time on a venue's clocks", () => {
  it.each([
    ["2027-01-15T19:30", "Europe/Vienna", ["2027-01-15T18:30:00.000Z"]],
    ["2027-07-15T19:30", "Europe/Vienna", ["2027-07-15T17:30:00.000Z"]],
    ["2027-01-15T19:30", "Pacific/Auckland", ["2027-01-15T06:30:00.000Z"]],
    ["2027-01-01T00:15", "Pacific/Kiritimati", ["2026-12-31T10:15:00.000Z"]],
    ["2027-06-01T12:00", "Asia/Kolkata", ["2027-06-01T06:30:00.000Z"]],
    ["2027-06-01T12:00", "UTC", ["2027-06-01T12:00:00.000Z"]],
  ])("%s in %s is one moment", (wall, zone, moments) => {
    expect(momentsOf(wall, zone)).toEqual(moments);
    for (const moment of moments) expect(wallOf(moment, zone)).toBe(wall);
  });

  it.each([
    ["2027-03-28T02:30", "Europe/Vienna"],
    ["2027-03-14T02:15", "America/New_York"],
    ["2027-09-26T02:30", "Pacific/Auckland"],
    ["2027-10-03T02:10", "Australia/Lord_Howe"],
  ])("%s in %s never comes: the clocks go forward", (wall, zone) => {
    expect(momentsOf(wall, zone)).toEqual([]);
  });

  it("comes twice when the clocks go back", () => {
    expect(momentsOf("2027-10-31T02:30", "Europe/Vienna")).toEqual(["2027-10-31T00:30:00.000Z", "2027-10-31T01:30:00.000Z"]);
    expect(momentsOf("2027-04-04T01:45", "Australia/Lord_Howe")).toHaveLength(2);
  });

  it("is whole again an hour before and after", () => {
    expect(momentsOf("2027-03-28T01:59", "Europe/Vienna")).toEqual(["2027-03-28T00:59:00.000Z"]);
    expect(momentsOf("2027-03-28T03:00", "Europe/Vienna")).toEqual(["2027-03-28T01:00:00.000Z"]);
  });

  it.each(["", "tomorrow", "2027-02-30T10:00", "2027-01-15", "2027-01-15T25:00"])("is nothing for %j", (wall) => {
    expect(momentsOf(wall, "Europe/Vienna")).toEqual([]);
  });

  it("is midnight as 00:00, not 24:00", () => {
    expect(wallOf("2027-01-14T23:00:00Z", "Europe/Vienna")).toBe("2027-01-15T00:00");
  });
});
