import { describe, expect, it } from "vitest";
import type { StagedShow } from "../../catalog/staged-show.ts";
import { calendarOf } from "./calendar.ts";
import { venueTime } from "./venue-time.ts";

const show = (startsAt: string, timeZone: string, parts: Partial<StagedShow> = {}): StagedShow => ({
  showtimeId: "sho_x",
  title: "Hamlet",
  startsAtMs: Date.parse(startsAt),
  durationMinutes: 180,
  timeZone,
  venue: "Grand Theatre",
  city: "Wien",
  currency: "EUR",
  cancelled: false,
  ...parts,
});
const booking = {
  bookingId: "BK-20261121-7F3K9QX2MD",
  status: "CONFIRMED" as const,
  seats: [{ id: "sea_x", seatNumber: "B12", section: "Stalls", row: "B", tier: "Premium", price: 6500 }],
  createdAt: "2026-11-21T09:01:00.000Z",
  updatedAt: "2026-11-21T09:01:00.000Z",
};
const fileOf = (of: StagedShow, parts: { status?: "CONFIRMED" | "CANCELLED"; updatedAt?: string } = {}) =>
  calendarOf({ booking: { ...booking, ...parts }, show: of, url: null, nowMs: Date.parse("2026-11-21T10:00:00Z") });

/** The properties of a calendar file, its folded lines put together: the first of each name, all names in order, and the lines. */
function parsed(file: string): { names: string[]; values: Record<string, string>; lines: string[] } {
  const lines = file
    .replaceAll(/\r\n[ \t]/g, "")
    .split("\r\n")
    .filter(Boolean);
  const pairs = lines.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)] as const);
  return { names: pairs.map(([name]) => name), values: Object.fromEntries(pairs.toReversed()), lines };
}
const instant = (stamp = ""): string =>
  new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/, "$1-$2-$3T$4:$5:$6Z")).toISOString();

/** When the entry begins and ends, as a calendar reads it that knows of the zone what the file says and nothing else. */
function spanOf(file: string, zone: string): string[] {
  const { lines, values } = parsed(file);
  const all = (name: string) => lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1));
  const [since, offsets] = [all("DTSTART"), all("TZOFFSETTO")];
  return ["DTSTART", "DTEND"].map((name) => {
    const clock = values[`${name};TZID=${zone}`] ?? "";
    const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(offsets[since.findLastIndex((from) => from <= clock)] ?? "") ?? [];
    const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -60_000 : 60_000);
    return new Date(Date.parse(instant(clock)) - ahead).toISOString();
  });
}

describe("a booking in a calendar", () => {
  it("begins and ends at the moments of the show, with an alarm a day before", () => {
    const file = fileOf(show("2027-01-15T18:30:00Z", "Europe/Vienna"));
    const { values, names } = parsed(file);
    expect(spanOf(file, "Europe/Vienna")).toEqual(["2027-01-15T18:30:00.000Z", "2027-01-15T21:30:00.000Z"]);
    expect(values).toMatchObject({
      "DTSTART;TZID=Europe/Vienna": "20270115T193000",
      TZID: "Europe/Vienna",
      TZOFFSETTO: "+0100",
      DTSTAMP: "20261121T100000Z",
      "LAST-MODIFIED": "20261121T090100Z",
      UID: "BK-20261121-7F3K9QX2MD@marquee",
      SUMMARY: "Hamlet",
      LOCATION: "Grand Theatre\\, Wien",
      STATUS: "CONFIRMED",
    });
    expect(values.TRIGGER).toBe("-P1D");
    expect(names.filter((name) => name === "BEGIN")).toHaveLength(5);
  });

  it("is in UTC where the venue's clock shows the hour twice", () => {
    const { values, names } = parsed(fileOf(show("2027-10-31T01:30:00Z", "Europe/Vienna")));
    expect([values.DTSTART, values.DTEND, names.includes("TZID")]).toEqual(["20271031T013000Z", "20271031T043000Z", false]);
  });

  // Clocks in Vienna go on at 01:00 UTC on 2027-03-28 and back on 2027-10-31; in Auckland back at 14:00 UTC on 2027-04-03 and on at 14:00 UTC on 2027-09-25;
  // in St. John's, which is three and a half hours behind, back at 04:30 UTC on 2027-11-07.
  for (const [startsAt, zone, wall, end] of [
    ["2027-03-27T23:30:00Z", "Europe/Vienna", "Sunday 28 March 2027, 00:30", "2027-03-28T02:30:00.000Z"],
    ["2027-10-30T23:30:00Z", "Europe/Vienna", "Sunday 31 October 2027, 01:30", "2027-10-31T02:30:00.000Z"],
    ["2027-04-03T12:30:00Z", "Pacific/Auckland", "Sunday 4 April 2027, 01:30", "2027-04-03T15:30:00.000Z"],
    ["2027-09-25T12:30:00Z", "Pacific/Auckland", "Sunday 26 September 2027, 00:30", "2027-09-25T15:30:00.000Z"],
    ["2027-11-07T03:00:00Z", "America/St_Johns", "Sunday 7 November 2027, 00:30", "2027-11-07T06:00:00.000Z"],
  ] as const) {
    it(`lasts three hours over the change of clocks in ${zone} on ${startsAt.slice(0, 10)}`, () => {
      const file = fileOf(show(startsAt, zone));
      expect(spanOf(file, zone)).toEqual([new Date(startsAt).toISOString(), end]);
      expect(parsed(file).values.DESCRIPTION).toContain(wall.replaceAll(",", "\\,"));
    });
  }

  it("shows the venue's own clock in winter and in summer", () => {
    expect(venueTime({ startsAtMs: Date.parse("2027-01-15T18:30:00Z"), timeZone: "Europe/Vienna" })).toMatch(
      /^Friday 15 January 2027, 19:30 (CET|GMT\+1)$/,
    );
    expect(venueTime({ startsAtMs: Date.parse("2027-07-15T18:30:00Z"), timeZone: "Europe/Vienna" })).toMatch(/20:30 (CEST|GMT\+2)$/);
    expect(venueTime({ startsAtMs: Date.parse("2027-01-15T06:30:00Z"), timeZone: "Pacific/Auckland" })).toMatch(/19:30 (NZDT|GMT\+13)$/);
  });

  it("lets no title add a line of its own", () => {
    for (const end of ["\r\n", "\n", "\r", "\u2028", "\u0085", "\\n", "\r\n "]) {
      const title = `Hamlet${end}END:VEVENT${end}BEGIN:VEVENT${end}ATTENDEE:mailto:x@example.com`;
      const { names } = parsed(fileOf(show("2027-01-15T18:30:00Z", "Europe/Vienna", { title, venue: title, city: `;,\\${end}"` })));
      expect(names).not.toContain("ATTENDEE");
      expect(names.filter((name) => name === "BEGIN")).toHaveLength(5);
    }
  });

  it("folds its lines at 75 octets, and keeps every character", () => {
    const title = "Ärger im Großen Haus 東京 ".repeat(8).trim();
    const file = fileOf(show("2027-01-15T18:30:00Z", "Europe/Vienna", { title }));
    for (const line of file.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(parsed(file).values.SUMMARY).toBe(title);
  });

  it("says CANCELLED, with a higher number and no alarm, once it is", () => {
    const over = parsed(
      fileOf(show("2027-01-15T18:30:00Z", "Europe/Vienna"), { status: "CANCELLED", updatedAt: "2026-11-22T09:01:00.000Z" }),
    );
    expect(over.values).toMatchObject({ STATUS: "CANCELLED", SEQUENCE: "86400" });
    expect(over.names).not.toContain("TRIGGER");
    const off = parsed(fileOf(show("2027-01-15T18:30:00Z", "Europe/Vienna", { cancelled: true })));
    expect(off.values.STATUS).toBe("CANCELLED");
  });
});
