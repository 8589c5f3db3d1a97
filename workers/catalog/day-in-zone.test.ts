import { describe, expect, it } from "vitest";
import { boundsOfDay, dayIn } from "./day-in-zone.ts";

const bounds = (zone: string, day: string) => {
  const { startMs, endMs } = boundsOfDay(zone, day);
  return [new Date(startMs).toISOString(), new Date(endMs).toISOString()];
};

describe("a day in a zone", () => {
  it("begins and ends at local midnight", () => {
    expect(bounds("Europe/Vienna", "2027-01-15")).toEqual(["2027-01-14T23:00:00.000Z", "2027-01-15T23:00:00.000Z"]);
    expect(bounds("Asia/Kathmandu", "2027-01-15")).toEqual(["2027-01-14T18:15:00.000Z", "2027-01-15T18:15:00.000Z"]);
  });

  it("has 23 or 25 hours when the clocks change", () => {
    expect(bounds("Europe/Vienna", "2027-03-28")).toEqual(["2027-03-27T23:00:00.000Z", "2027-03-28T22:00:00.000Z"]);
    expect(bounds("Europe/Vienna", "2027-10-31")).toEqual(["2027-10-30T22:00:00.000Z", "2027-10-31T23:00:00.000Z"]);
  });

  it("begins at 01:00 where the clocks skip midnight", () => {
    expect(bounds("America/Santiago", "2027-09-05")).toEqual(["2027-09-05T04:00:00.000Z", "2027-09-06T03:00:00.000Z"]);
  });

  it("is found at both ends of the world", () => {
    expect(bounds("Pacific/Kiritimati", "2027-01-15")).toEqual(["2027-01-14T10:00:00.000Z", "2027-01-15T10:00:00.000Z"]);
    expect(bounds("Etc/GMT+12", "2027-01-15")).toEqual(["2027-01-15T12:00:00.000Z", "2027-01-16T12:00:00.000Z"]);
  });

  it("holds its own first moment and not the one before, in every zone", () => {
    for (const zone of Intl.supportedValuesOf("timeZone")) {
      const { startMs, endMs } = boundsOfDay(zone, "2027-06-15");
      expect([zone, dayIn(zone, startMs), dayIn(zone, startMs - 1), dayIn(zone, endMs - 1), dayIn(zone, endMs)]).toEqual([
        zone,
        "2027-06-15",
        "2027-06-14",
        "2027-06-15",
        "2027-06-16",
      ]);
    }
  });
});
