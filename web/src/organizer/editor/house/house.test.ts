import { describe, expect, it } from "vitest";
import { Layout } from "../../../../../contracts/venues.ts";
import { addRows, boundsOf, emptyHouse, houseOf, layoutOf, mapSeats, noIds, rowsWith, seatCount, seatsOf, tiersIn } from "./house.ts";
import { plainBlock, rowsOfBlock } from "./row-shape.ts";

const layout: Layout = {
  sections: [
    {
      name: "Stalls",
      rows: [
        {
          name: "A",
          seats: [
            { number: "1", x: 0, y: 0, tier: "Premium" },
            { number: "2", x: 1, y: 0, accessible: true },
          ],
        },
        { name: "B", seats: [{ number: "1", x: 0.5, y: 1.2 }] },
      ],
    },
  ],
};

describe("a house", () => {
  it("comes back from a layout and goes into it unchanged", () => {
    expect(layoutOf(houseOf(layout))).toEqual(layout);
  });

  it("gives every part an id of its own", () => {
    const house = houseOf(layout);
    const ids = house.sections.flatMap((section) => [
      section.id,
      ...section.rows.flatMap((row) => [row.id, ...row.seats.map(({ id }) => id)]),
    ]);
    expect(new Set(ids).size).toBe(6);
    expect(Math.max(...ids)).toBeLessThan(house.nextId);
  });

  it("adds rows to a section that is there, and makes one that is not", () => {
    const rows = rowsOfBlock({ ...plainBlock, rows: 2, seats: 3 }, { x: 0, y: 5 });
    const first = addRows(houseOf(layout), "Stalls", rows);
    expect(first.house.sections).toHaveLength(1);
    expect(first.house.sections[0]?.rows.map(({ name }) => name)).toEqual(["A", "B", "A", "B"]);
    const second = addRows(first.house, "Balcony", rows);
    expect(second.house.sections.map(({ name }) => name)).toEqual(["Stalls", "Balcony"]);
    expect(seatCount(second.house)).toBe(15);
    expect(second.ids.size).toBe(6);
  });

  it("leaves rows alone that a change does not touch", () => {
    const house = houseOf(layout);
    const [, untouched] = house.sections[0]?.rows ?? [];
    const first = seatsOf(house)[0];
    const changed = mapSeats(house, new Set([first?.id ?? 0]), (seat) => ({ ...seat, x: 9 }));
    expect(changed.sections[0]?.rows[1]).toBe(untouched);
    expect(mapSeats(house, noIds, (seat) => ({ ...seat, x: 9 }))).toBe(house);
  });

  it("knows its bounds, its tiers and the rows of a choice", () => {
    const house = houseOf(layout);
    expect(boundsOf(seatsOf(house))).toEqual({ left: 0, right: 1, top: 0, bottom: 1.2 });
    expect(boundsOf([])).toBeNull();
    expect(tiersIn(house)).toEqual(["Premium"]);
    const [, , last] = seatsOf(house);
    expect(rowsWith(house, new Set([last?.id ?? 0])).map(({ name }) => name)).toEqual(["B"]);
  });

  it("rounds what dragging left behind the comma, never to minus zero", () => {
    const { house } = addRows(emptyHouse, "S", [
      { name: "A", seats: [{ number: "1", x: -0.00001, y: 1 / 3, tier: null, accessible: false }] },
    ]);
    expect(layoutOf(house).sections[0]?.rows[0]?.seats[0]).toEqual({ number: "1", x: 0, y: 0.333 });
    expect(Layout.safeParse(layoutOf(house)).success).toBe(true);
  });
});
