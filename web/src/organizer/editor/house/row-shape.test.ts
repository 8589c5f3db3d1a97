import { describe, expect, it } from "vitest";
import { addRows, emptyHouse, type NewRow, type Point, rowsOf } from "./house.ts";
import { plainNaming, plainNumbering } from "./numbering.ts";
import { aislesOf, openAisle, placesOf, plainBlock, reshapeRows, rowsOfBlock, straight } from "./row-shape.ts";

const distances = (points: readonly Point[]) =>
  points.slice(1).map((point, place) => Math.hypot(point.x - (points[place]?.x ?? 0), point.y - (points[place]?.y ?? 0)));
const houseWith = (rows: NewRow[]) => addRows(emptyHouse, "S", rows).house;

describe("the shape of a row", () => {
  it("is a line around its middle", () => {
    expect(placesOf(3, straight)).toEqual([
      { x: -1, y: 0 },
      { x: 0, y: 0 },
      { x: 1, y: 0 },
    ]);
    expect(placesOf(1, straight)).toEqual([{ x: 0, y: 0 }]);
    expect(placesOf(0, straight)).toEqual([]);
  });

  it("bends with its ends towards the stage, its seats still the same way apart", () => {
    const places = placesOf(21, { ...straight, curve: 60 });
    expect(places[0]?.y).toBeLessThan(-2);
    expect(places[10]?.y).toBeCloseTo(0);
    expect(places[0]?.x).toBeCloseTo(-(places[20]?.x ?? 0));
    const apart = distances(places);
    expect(Math.max(...apart) - Math.min(...apart)).toBeLessThan(1e-9);
    expect(apart[0]).toBeGreaterThan(0.99);
  });

  it("bends away from the stage where the curve is negative", () => {
    expect(placesOf(5, { ...straight, curve: -40 })[0]?.y).toBeGreaterThan(0);
  });

  it("turns clockwise", () => {
    const [, , last] = placesOf(3, { ...straight, angle: 90 });
    expect(last?.x).toBeCloseTo(0);
    expect(last?.y).toBeCloseTo(1);
  });

  it("keeps aisles free", () => {
    const xs = placesOf(6, straight, [{ after: 2, width: 1 }]).map(({ x }) => x);
    expect(xs[2] !== undefined && xs[1] !== undefined && xs[2] - xs[1]).toBeCloseTo(2);
    expect((xs[0] ?? 0) + (xs[5] ?? 0)).toBeCloseTo(0);
  });
});

describe("a block of rows", () => {
  it("has its rows one behind the other, named and numbered", () => {
    const rows = rowsOfBlock({ ...plainBlock, rows: 3, seats: 4, tier: "Gold" }, { x: 10, y: 2 });
    expect(rows.map(({ name }) => name)).toEqual(["A", "B", "C"]);
    expect(rows.map(({ seats }) => seats[0]?.y)).toEqual([2, 3.2, 4.4]);
    expect(rows[0]?.seats.map(({ number, x, tier }) => [number, x, tier])).toEqual([
      ["1", 8.5, "Gold"],
      ["2", 9.5, "Gold"],
      ["3", 10.5, "Gold"],
      ["4", 11.5, "Gold"],
    ]);
  });

  it("names from the back and numbers from the right where asked", () => {
    const rows = rowsOfBlock(
      { ...plainBlock, rows: 2, seats: 2, naming: { ...plainNaming, from: "back" }, numbering: { ...plainNumbering, from: "right" } },
      { x: 0, y: 0 },
    );
    expect(rows.map(({ name }) => name)).toEqual(["B", "A"]);
    expect(rows[0]?.seats.map(({ number, x }) => [number, x])).toEqual([
      ["1", 0.5],
      ["2", -0.5],
    ]);
  });

  it("curved, keeps the same distance between its rows all along", () => {
    const rows = rowsOfBlock({ ...plainBlock, rows: 3, seats: 15, shape: { ...straight, curve: 50 } }, { x: 0, y: 0 });
    const radius = 14 / ((50 * Math.PI) / 180);
    for (const [place, row] of rows.entries()) {
      for (const seat of row.seats) expect(Math.hypot(seat.x, seat.y + radius)).toBeCloseTo(radius + place * 1.2);
    }
  });

  it("turned, grows to the back of its own", () => {
    const rows = rowsOfBlock({ ...plainBlock, rows: 2, seats: 1, depth: 2, shape: { ...straight, angle: 90 } }, { x: 0, y: 0 });
    expect(rows[1]?.seats[0]?.x).toBeCloseTo(-2);
    expect(rows[1]?.seats[0]?.y).toBeCloseTo(0);
  });
});

describe("rows that stand already", () => {
  it("know their aisles by the gaps", () => {
    const [row] = rowsOf(houseWith(rowsOfBlock({ ...plainBlock, seats: 8, aisles: [{ after: 3, width: 1 }] }, { x: 0, y: 0 })));
    expect(row && aislesOf(row)).toEqual({ spacing: 1, aisles: [{ after: 3, width: 1 }] });
  });

  it("bend around their middle and keep their aisles", () => {
    const house = houseWith(rowsOfBlock({ ...plainBlock, seats: 8, aisles: [{ after: 4, width: 1 }] }, { x: 3, y: 2 }));
    const bent = reshapeRows(house, rowsOf(house), { curve: 30 });
    const [row] = rowsOf(bent);
    expect(row?.seats.reduce((sum, { x }) => sum + x, 0)).toBeCloseTo(24);
    expect(row && aislesOf(row).aisles[0]?.after).toBe(4);
    const back = reshapeRows(bent, rowsOf(bent), { curve: 0 });
    expect(rowsOf(back)[0]?.seats[0]?.x).toBeCloseTo(rowsOf(house)[0]?.seats[0]?.x ?? 0, 1);
  });

  it("open an aisle in the midst, and close it again", () => {
    const house = houseWith(rowsOfBlock({ ...plainBlock, seats: 6 }, { x: 0, y: 0 }));
    const open = openAisle(house, rowsOf(house), { after: 2, width: 1.5 });
    const xs = rowsOf(open)[0]?.seats.map(({ x }) => x) ?? [];
    expect((xs[2] ?? 0) - (xs[1] ?? 0)).toBeCloseTo(2.5);
    expect((xs[0] ?? 0) + (xs[5] ?? 0)).toBeCloseTo(0);
    const closed = openAisle(open, rowsOf(open), { after: 2, width: 0 });
    expect(rowsOf(closed)[0]?.seats.map(({ x }) => x)).toEqual(rowsOf(house)[0]?.seats.map(({ x }) => expect.closeTo(x)));
  });

  it("have no aisle behind their last seat", () => {
    const house = houseWith(rowsOfBlock({ ...plainBlock, seats: 3 }, { x: 0, y: 0 }));
    expect(openAisle(house, rowsOf(house), { after: 3, width: 1 })).toBe(house);
    expect(openAisle(house, rowsOf(house), { after: 0, width: 1 })).toBe(house);
  });
});
