import { describe, expect, it } from "vitest";
import {
  alignSeats,
  deleteSeats,
  duplicateSeats,
  markAccessible,
  mirrorSeats,
  moveSeats,
  moveToSection,
  paintTier,
  renameRow,
  renameSection,
  renameTier,
  spreadRows,
} from "./edits.ts";
import { addRows, emptyHouse, type House, idsOfRows, layoutOf, rowsOf, seatCount, seatsOf } from "./house.ts";
import { plainBlock, rowsOfBlock } from "./row-shape.ts";

const hall = (): House => addRows(emptyHouse, "Stalls", rowsOfBlock({ ...plainBlock, rows: 3, seats: 4 }, { x: 0, y: 0 })).house;
const all = (house: House) => idsOfRows(rowsOf(house));
const row = (house: House, name: string) => rowsOf(house).find((each) => each.name === name);
const ofRow = (house: House, name: string) => idsOfRows(rowsOf(house).filter((each) => each.name === name));

describe("an edit of a house", () => {
  it("moves what is chosen and nothing else", () => {
    const house = hall();
    const moved = moveSeats(house, ofRow(house, "B"), 2, -1);
    expect(row(moved, "B")?.seats[0]).toMatchObject({ x: 0.5, y: expect.closeTo(0.2) });
    expect(row(moved, "A")).toBe(row(house, "A"));
    expect(moveSeats(house, all(house), 0, 0)).toBe(house);
  });

  it("takes seats away, and what is empty then", () => {
    const house = hall();
    const less = deleteSeats(house, new Set([...ofRow(house, "A"), seatsOf(house)[5]?.id ?? 0]));
    expect(rowsOf(less).map(({ name, seats }) => [name, seats.length])).toEqual([
      ["B", 3],
      ["C", 4],
    ]);
    expect(deleteSeats(house, all(house)).sections).toEqual([]);
  });

  it("duplicates a row as the next one of its section", () => {
    const house = hall();
    const { house: more, ids } = duplicateSeats(house, ofRow(house, "C"));
    expect(rowsOf(more).map(({ name }) => name)).toEqual(["A", "B", "C", "D"]);
    expect(ids).toEqual(ofRow(more, "D"));
    expect(row(more, "D")?.seats[0]?.y).toBeCloseTo(3.6);
  });

  it("duplicates a whole section under a name of its own", () => {
    const house = hall();
    const { house: more, ids } = duplicateSeats(house, all(house));
    expect(more.sections.map(({ name, rows }) => [name, rows.length])).toEqual([
      ["Stalls", 3],
      ["Stalls 2", 3],
    ]);
    expect(ids.size).toBe(12);
    expect(duplicateSeats(more, idsOfRows(more.sections[1]?.rows ?? [])).house.sections.map(({ name }) => name)).toEqual([
      "Stalls",
      "Stalls 2",
      "Stalls 3",
    ]);
  });

  it("duplicates nothing where nothing is chosen", () => {
    const house = hall();
    expect(duplicateSeats(house, new Set()).house).toBe(house);
  });

  it("paints a tier, takes it away and gives it another name", () => {
    const house = hall();
    const painted = paintTier(house, ofRow(house, "A"), "Gold");
    expect(layoutOf(painted).sections[0]?.rows[0]?.seats.every(({ tier }) => tier === "Gold")).toBe(true);
    expect(seatsOf(renameTier(painted, "Gold", "Silver")).filter(({ tier }) => tier === "Silver")).toHaveLength(4);
    expect(layoutOf(paintTier(painted, all(painted), null))).toEqual(layoutOf(house));
  });

  it("marks wheelchair spaces", () => {
    const house = hall();
    const marked = markAccessible(house, ofRow(house, "C"), true);
    expect(seatsOf(marked).filter(({ accessible }) => accessible)).toHaveLength(4);
    expect(layoutOf(markAccessible(marked, all(marked), false))).toEqual(layoutOf(house));
  });

  it("renames a row and a section", () => {
    const house = hall();
    const renamed = renameSection(renameRow(house, rowsOf(house)[0]?.id ?? 0, "AA"), house.sections[0]?.id ?? 0, "Parterre");
    expect(renamed.sections[0]?.name).toBe("Parterre");
    expect(rowsOf(renamed)[0]?.name).toBe("AA");
  });

  it("moves seats to another section, and they stay chosen", () => {
    const house = hall();
    const ids = ofRow(house, "C");
    const moved = moveToSection(house, ids, "Balcony");
    expect(moved.sections.map(({ name, rows }) => [name, rows.map((each) => each.name).join()])).toEqual([
      ["Stalls", "A,B"],
      ["Balcony", "C"],
    ]);
    expect(idsOfRows(moved.sections[1]?.rows ?? [])).toEqual(ids);
    expect(seatCount(moveToSection(moved, all(moved), "Balcony"))).toBe(12);
    expect(moveToSection(moved, ids, "Balcony")).toBe(moved);
  });

  it("aligns rows by their left ends, middles and right ends", () => {
    const house = hall();
    const ragged = moveSeats(house, ofRow(house, "B"), 3, 0);
    const lefts = (of: House) => rowsOf(of).map(({ seats }) => seats[0]?.x);
    expect(lefts(alignSeats(ragged, all(ragged), "left"))).toEqual([-1.5, -1.5, -1.5]);
    expect(lefts(alignSeats(ragged, all(ragged), "right"))).toEqual([1.5, 1.5, 1.5]);
    expect(lefts(alignSeats(ragged, all(ragged), "center"))).toEqual([0, 0, 0]);
  });

  it("aligns the seats of a single row to one depth", () => {
    const house = hall();
    const [first] = seatsOf(house);
    const ragged = moveSeats(house, new Set([first?.id ?? 0]), 0, -0.5);
    expect(row(alignSeats(ragged, ofRow(ragged, "A"), "bottom"), "A")?.seats.map(({ y }) => y)).toEqual([0, 0, 0, 0]);
    expect(row(alignSeats(ragged, ofRow(ragged, "A"), "top"), "A")?.seats.map(({ y }) => y)).toEqual([-0.5, -0.5, -0.5, -0.5]);
  });

  it("spreads rows the same way apart", () => {
    const house = hall();
    const uneven = moveSeats(house, ofRow(house, "B"), 0, 0.9);
    expect(rowsOf(spreadRows(uneven, all(uneven))).map(({ seats }) => seats[0]?.y)).toEqual([0, expect.closeTo(1.2), 2.4]);
    expect(spreadRows(house, ofRow(house, "A"))).toBe(house);
  });

  it("mirrors left and right", () => {
    const house = hall();
    expect(row(mirrorSeats(house, all(house)), "A")?.seats.map(({ x }) => x)).toEqual([1.5, 0.5, -0.5, -1.5]);
  });
});
