import { describe, expect, it } from "vitest";
import { endOfWeekend, fridayWeek, isFridaySomewhere, readFridayPeriod } from "./friday-periods.ts";
import { addDays, isoWeek, mondayOf, weekday } from "./iso-week.ts";

const at = Date.parse;
const minuteMs = 60_000;

/** When it is nine on a Friday, and when the Sunday after it is over: in UTC, by the offsets that the zones have on these two days. */
const fridays: [zone: string, week: string, nine: string, end: string][] = [
  // Clocks go forward on Sunday 27 September 2026, from +12 to +13, and back on 5 April.
  ["Pacific/Auckland", "2026-W39", "2026-09-24T21:00Z", "2026-09-27T11:00Z"],
  ["Pacific/Auckland", "2026-W14", "2026-04-02T20:00Z", "2026-04-05T12:00Z"],
  // Forward on 8 March, from -8 to -7; back on 1 November.
  ["America/Los_Angeles", "2026-W10", "2026-03-06T17:00Z", "2026-03-09T07:00Z"],
  ["America/Los_Angeles", "2026-W44", "2026-10-30T16:00Z", "2026-11-02T08:00Z"],
  // By half an hour, from +10:30 to +11, on 4 October.
  ["Australia/Lord_Howe", "2026-W40", "2026-10-01T22:30Z", "2026-10-04T13:00Z"],
  // From +12:45 to +13:45.
  ["Pacific/Chatham", "2026-W39", "2026-09-24T20:15Z", "2026-09-27T10:15Z"],
  ["Asia/Kolkata", "2026-W47", "2026-11-20T03:30Z", "2026-11-22T18:30Z"],
  ["Europe/Vienna", "2026-W43", "2026-10-23T07:00Z", "2026-10-25T23:00Z"],
  // The first and the last places of the world.
  ["Pacific/Kiritimati", "2026-W47", "2026-11-19T19:00Z", "2026-11-22T10:00Z"],
  ["Etc/GMT+12", "2026-W47", "2026-11-20T21:00Z", "2026-11-23T12:00Z"],
];

describe("the Friday reminder", () => {
  it.each(fridays)("of %s in %s is due from nine on Friday by the clock there until Sunday is over", (zone, week, nine, end) => {
    expect(fridayWeek(zone, at(nine) - minuteMs)).toBeNull();
    expect(fridayWeek(zone, at(nine))).toBe(week);
    expect(fridayWeek(zone, at(end) - minuteMs)).toBe(week);
    expect(fridayWeek(zone, at(end))).toBeNull();
    expect(endOfWeekend(week, zone)).toBe(at(end));
  });

  it("is asked for only while it is Friday, Saturday or Sunday somewhere, and at every such hour", () => {
    let quiet = 0;
    for (let hour = 0; hour < 7 * 24; hour++) {
      const ms = at("2026-11-16T00:00Z") + hour * 60 * minuteMs;
      const isDue = fridays.some(([zone]) => fridayWeek(zone, ms) !== null);
      if (isDue) expect(isFridaySomewhere(ms), new Date(ms).toISOString()).toBe(true);
      if (!isFridaySomewhere(ms)) quiet++;
    }
    expect(quiet).toBe(7 * 24 - (3 * 24 + 26));
  });

  it("has periods of a week, for one zone or for all", () => {
    expect(readFridayPeriod("2026-W47 Europe/Vienna")).toEqual({ week: "2026-W47", zone: "Europe/Vienna" });
    expect(readFridayPeriod("2026-W53")).toEqual({ week: "2026-W53", zone: null });
    for (const wrong of [
      "2026-W54",
      "2027-W53",
      "2026-W00",
      "2026-47",
      "2026-W47 Vienna",
      "2026-W47 Europe/Vienna again",
      "",
      "2026-W47 ",
    ]) {
      expect(readFridayPeriod(wrong), wrong).toBeNull();
    }
  });
});

describe("a week by ISO 8601", () => {
  it("belongs to the year of its Thursday", () => {
    const days = {
      "2026-01-01": "2026-W01",
      "2026-12-31": "2026-W53",
      "2027-01-03": "2026-W53",
      "2027-01-04": "2027-W01",
      "2024-12-30": "2025-W01",
    };
    for (const [day, week] of Object.entries(days)) expect(isoWeek(day), day).toBe(week);
  });

  it("is found again by its Monday, for every day of forty years", () => {
    for (let day = "2020-01-01"; day < "2060-01-01"; day = addDays(day, 1)) {
      const monday = mondayOf(isoWeek(day));
      if (monday === null || addDays(monday, weekday(day) - 1) !== day) expect.fail(`${day} is not in ${isoWeek(day)}`);
    }
  });
});
