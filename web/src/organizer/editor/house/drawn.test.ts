import { describe, expect, it } from "vitest";
import { blockDrawn, namesAfter, plainBrush, rowDrawn, withDrawn } from "./drawn.ts";
import { emptyHouse, rowsOf, seatCount } from "./house.ts";

describe("a row drawn by hand", () => {
  it("has as many seats as fit, from the grid on", () => {
    const { rows, words } = rowDrawn(emptyHouse, plainBrush, { x: 0.1, y: 0.9 }, { x: 7.2, y: 1 });
    expect(words).toBe("8 seats");
    expect(rows[0]?.seats[0]).toMatchObject({ number: "1", x: 0, y: 1 });
    expect(rows[0]?.seats[7]).toMatchObject({ number: "8", x: 7, y: 1 });
  });

  it("is level where the hand was nearly so, and else as steep as the hand", () => {
    const nearly = rowDrawn(emptyHouse, plainBrush, { x: 0, y: 0 }, { x: 10, y: 0.4 });
    expect(nearly.rows[0]?.seats.every(({ y }) => y === 0)).toBe(true);
    const steep = rowDrawn(emptyHouse, plainBrush, { x: 0, y: 0 }, { x: 3, y: 3 });
    expect(steep.rows[0]?.seats.at(-1)?.y).toBeGreaterThan(2);
  });

  it("is numbered from the left though it was drawn from the right", () => {
    const { rows } = rowDrawn(emptyHouse, plainBrush, { x: 5, y: 0 }, { x: 0, y: 0 });
    expect(rows[0]?.seats.map(({ x }) => Math.round(x))).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("is one seat where the hand did not move", () => {
    expect(rowDrawn(emptyHouse, plainBrush, { x: 2, y: 2 }, { x: 2, y: 2 }).rows[0]?.seats).toMatchObject([{ x: 2, y: 2 }]);
  });
});

describe("a block drawn by hand", () => {
  it("fills the rectangle from whichever corner", () => {
    const down = blockDrawn(emptyHouse, plainBrush, { x: 0, y: 0 }, { x: 9, y: 3.6 });
    expect(down.words).toBe("4 × 10 seats");
    expect(blockDrawn(emptyHouse, plainBrush, { x: 9, y: 3.6 }, { x: 0, y: 0 })).toEqual(down);
    expect(down.rows[3]?.seats[9]?.x).toBeCloseTo(9);
    expect(down.rows[3]?.seats[9]?.y).toBeCloseTo(3.6);
  });

  it("names its rows on from those that are there", () => {
    const first = blockDrawn(emptyHouse, plainBrush, { x: 0, y: 0 }, { x: 2, y: 2.4 });
    const { house } = withDrawn(emptyHouse, plainBrush, first);
    expect(namesAfter(house, "Stalls", 2)).toEqual(["D", "E"]);
    expect(namesAfter(house, "Balcony", 2)).toEqual(["A", "B"]);
    const more = withDrawn(house, plainBrush, rowDrawn(house, plainBrush, { x: 0, y: 5 }, { x: 2, y: 5 })).house;
    expect(rowsOf(more).map(({ name }) => name)).toEqual(["A", "B", "C", "D"]);
    expect(seatCount(more)).toBe(12);
  });
});
