import { describe, expect, it } from "vitest";
import { limits } from "../../../../../contracts/limits.ts";
import { CreateVenue } from "../../../../../contracts/venues.ts";
import { renameRow, renameSection } from "./edits.ts";
import { faultsOf } from "./faults.ts";
import { addRows, emptyHouse, layoutOf, rowsOf, seatCount } from "./house.ts";
import { readLayout, textOf } from "./layout-text.ts";
import { plainBlock, rowsOfBlock } from "./row-shape.ts";
import { type TemplateName, templates } from "./templates.ts";

const problemsIn = (value: unknown): string[] => {
  const read = readLayout(typeof value === "string" ? value : JSON.stringify(value));
  return read.ok ? [] : read.problems;
};
const oneSeat = { number: "1", x: 0, y: 0 };
const withRow = (row: object) => ({ sections: [{ name: "Stalls", rows: [{ name: "A", seats: [oneSeat] }, row] }] });

describe("a layout as a file", () => {
  it.each(Object.keys(templates) as TemplateName[])("%s comes back as it went", (name) => {
    const house = templates[name].make();
    const read = readLayout(textOf(house));
    expect(read.ok && layoutOf(read.house)).toEqual(layoutOf(house));
  });

  it("may be a whole venue", () => {
    const read = readLayout(
      JSON.stringify({ name: "Hall", layout: { sections: [{ name: "S", rows: [{ name: "A", seats: [oneSeat] }] }] } }),
    );
    expect(read.ok && seatCount(read.house)).toBe(1);
  });

  it("that is no JSON is refused with the place", () => {
    expect(problemsIn("{ sections")[0]).toMatch(/^This is no JSON: /);
  });

  it.each([
    [{}, /^Sections: /],
    [[], /^The layout: /],
    [{ sections: [] }, /^Sections: /],
    [withRow({ name: "B", seats: [{ number: "", x: 0, y: 0 }] }), /^Section 1 “Stalls”, row 2 “B”, seat 1, number: /],
    [withRow({ name: "B", seats: [{ number: "1", x: "left", y: 0 }] }), /^Section 1 “Stalls”, row 2 “B”, seat 1, x: /],
    [withRow({ name: "B", seats: [] }), /^Section 1 “Stalls”, row 2 “B”, seats: /],
    [withRow({ seats: [oneSeat] }), /^Section 1 “Stalls”, row 2, name: /],
    [withRow({ name: "B", seats: [oneSeat], colour: "red" }), /^Section 1 “Stalls”, row 2 “B”: .*colour/],
  ])("%j is refused and says where", (layout, words) => {
    expect(problemsIn(layout)[0]).toMatch(words);
  });

  it("with a number twice is refused as the server would", () => {
    expect(problemsIn(withRow({ name: "A", seats: [oneSeat] }))).toEqual(["Stalls, row A: two seats are number 1."]);
  });

  it("tells no endless list of problems", () => {
    const rows = Array.from({ length: 50 }, () => ({ name: "", seats: [] }));
    expect(problemsIn({ sections: [{ name: "S", rows }] })).toHaveLength(12);
  });
});

describe("faults of a house", () => {
  const hall = addRows(emptyHouse, "S", rowsOfBlock({ ...plainBlock, rows: 2, seats: 4 }, { x: 0, y: 0 })).house;

  it("are none in a good one", () => {
    expect(faultsOf(hall)).toEqual([]);
  });

  it("are names that are missing", () => {
    const nameless = renameSection(renameRow(hall, rowsOf(hall)[0]?.id ?? 0, " "), hall.sections[0]?.id ?? 0, "");
    expect(faultsOf(nameless).map(({ words }) => words)).toEqual(["A section has no name.", "A row of  has no name."]);
  });

  it("are seats that cover one another, which is no reason to refuse them", () => {
    const { house } = addRows(hall, "T", [{ name: "A", seats: [{ number: "1", x: -1.4, y: 0.1, tier: null, accessible: false }] }]);
    expect(faultsOf(house)).toMatchObject([{ words: "2 seats cover one another.", isGrave: false }]);
  });

  it("are more seats than a showtime can have", () => {
    const many = Math.ceil(limits.seatsPerShowtimeMax / 500) + 1;
    const { house } = addRows(emptyHouse, "S", rowsOfBlock({ ...plainBlock, rows: many, seats: 500 }, { x: 0, y: 0 }));
    expect(faultsOf(house)[0]?.words).toMatch(/^The house has 20500 seats, more than 20000\.$/);
  });

  it("are more seats than a row can have", () => {
    const { house } = addRows(emptyHouse, "S", rowsOfBlock({ ...plainBlock, seats: limits.seatsPerRowMax + 1 }, { x: 0, y: 0 }));
    expect(faultsOf(house)[0]?.words).toMatch(/^Row A has 1001 seats/);
  });
});

describe("a template", () => {
  it.each(Object.entries(templates))("%s is a venue that the server takes, without a fault", (_, { make }) => {
    const house = make();
    expect(faultsOf(house)).toEqual([]);
    expect(CreateVenue.safeParse({ name: "N", city: "C", timeZone: "UTC", layout: layoutOf(house) }).success).toBe(true);
  });

  it("of a theatre has rows without I and O, and wheelchair spaces", () => {
    const house = templates.theatre.make();
    expect(
      rowsOf(house)
        .map(({ name }) => name)
        .slice(0, 12)
        .join(""),
    ).toBe("ABCDEFGHJKLM");
    expect(seatCount(house)).toBe(360);
    expect(
      rowsOf(house)
        .flatMap((row) => row.seats)
        .filter(({ accessible }) => accessible),
    ).toHaveLength(4);
  });

  it("of a coach has 51 seats, five of them in the last row", () => {
    const house = templates.coach.make();
    expect(seatCount(house)).toBe(51);
    expect(rowsOf(house).at(-1)?.seats).toHaveLength(5);
  });
});
