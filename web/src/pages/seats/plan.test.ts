import { describe, expect, it } from "vitest";
import { rowEnd, seatTowards } from "./move.ts";
import { planOf, unit } from "./plan.ts";
import { sampleLayout } from "./sample-layout.ts";
import { seatNames } from "./seat-words.ts";
import { bestTogether } from "./together.ts";

const hall = planOf(sampleLayout({ rows: 5, seats: 10, aisleAfter: 5 }));
const named = (name: string) => {
  const seat = hall.seats.find(({ seatNumber }) => seatNumber === name);
  if (seat === undefined) throw new Error(`no seat ${name}`);
  return seat;
};
const freeBut =
  (...taken: string[]) =>
  (index: number) =>
    !taken.includes(hall.seats[index]?.seatNumber ?? "");

describe("the drawing of a hall", () => {
  it("counts seats in the order of the availability bitmap", () => {
    expect(hall.seats.map(({ index }) => index)).toEqual([...hall.seats.keys()]);
    expect(hall.seats[10]?.seatNumber).toBe("B1");
  });

  it("keeps every seat inside and the stage before the first row", () => {
    for (const { x, y } of hall.seats) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(hall.width);
      expect(y).toBeGreaterThan(hall.front.bottom);
      expect(y).toBeLessThan(hall.height);
    }
    expect(hall.front.top).toBeGreaterThan(0);
  });

  it("sets rows one under another, each in the middle, where there are no positions", () => {
    const plan = planOf(sampleLayout({ rows: 3, seats: 4, placed: false }));
    expect(new Set(plan.rows.map(({ seats }) => seats[0]?.y)).size).toBe(3);
    const [first] = plan.rows;
    expect((first?.seats[0]?.x ?? 0) + (first?.seats[3]?.x ?? 0)).toBeCloseTo(plan.width);
  });
});

describe("arrow keys", () => {
  it("step to the nearest seat that way, over an aisle too", () => {
    expect(seatTowards(hall.seats, named("B5"), "right")?.seatNumber).toBe("B6");
    expect(seatTowards(hall.seats, named("B5"), "down")?.seatNumber).toBe("C5");
    expect(seatTowards(hall.seats, named("A1"), "up")).toBeUndefined();
  });

  it("reach both ends of a row", () => {
    expect(rowEnd(hall.seats, named("D4"), "first").seatNumber).toBe("D1");
    expect(rowEnd(hall.seats, named("D4"), "last").seatNumber).toBe("D10");
  });
});

describe("the best seats together", () => {
  it("are side by side, in the middle, not across the aisle", () => {
    const pair = bestTogether(hall, { count: 2, isFree: () => true }) ?? [];
    expect(pair).toHaveLength(2);
    expect(Math.abs((pair[0]?.x ?? 0) - (pair[1]?.x ?? 0))).toBe(unit);
    expect(["4", "5", "6", "7"]).toContain(pair[0]?.shortNumber);
  });

  it("are none where no row has so many free seats in one block", () => {
    expect(bestTogether(hall, { count: 6, isFree: () => true })).toBeUndefined();
    expect(bestTogether(hall, { count: 5, isFree: freeBut() })).toHaveLength(5);
  });

  it("keep to the price that was asked for", () => {
    expect(bestTogether(hall, { count: 2, isFree: () => true, tierIndex: 0 })?.every(({ row }) => row === "A")).toBe(true);
  });

  it("are next to those that were lost", () => {
    const offer = bestTogether(hall, { count: 1, isFree: freeBut("B2", "B1"), near: [named("B2")] }) ?? [];
    expect(seatNames(offer)).toBe("B3");
  });
});

describe("the names of seats", () => {
  it("join neighbours", () => {
    expect(seatNames([named("B2"), named("B1"), named("C4")])).toBe("B1–B2, C4");
  });
});
