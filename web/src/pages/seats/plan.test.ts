import { describe, expect, it } from "vitest";
import { rowEnd, seatTowards } from "./move.ts";
import { nearestTogether } from "./near-seats.ts";
import { planOf, unit } from "./plan.ts";
import { sampleLayout } from "./sample-layout.ts";
import { seatNames } from "./seat-words.ts";

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

describe("the seats nearest to those that were lost", () => {
  const near = [named("B2")];

  it("are next to them", () => {
    const offer = nearestTogether(hall, { count: 1, isFree: freeBut("B2", "B1"), near }) ?? [];
    expect(seatNames(offer)).toBe("B3");
  });

  it("are side by side, not across the aisle", () => {
    const offer = nearestTogether(hall, { count: 2, isFree: freeBut("B5"), near: [named("B5")] }) ?? [];
    expect(Math.abs((offer[0]?.x ?? 0) - (offer[1]?.x ?? 0))).toBe(unit);
  });

  it("are none where no row has so many free seats in one block", () => {
    expect(nearestTogether(hall, { count: 6, isFree: () => true, near })).toBeUndefined();
    expect(nearestTogether(hall, { count: 5, isFree: freeBut(), near })).toHaveLength(5);
  });
});

describe("places without numbers", () => {
  const mixed = planOf(sampleLayout({ rows: 2, seats: 3, places: 4 }));

  it("keep their place in the order of the bitmap, and are not drawn", () => {
    expect(mixed.seats.map(({ index }) => index)).toEqual([...mixed.seats.keys()]);
    expect(mixed.places.map(({ index }) => index)).toEqual([6, 7, 8, 9]);
    expect(mixed.drawn).toHaveLength(6);
    expect(mixed.rows.flatMap(({ seats }) => seats)).toHaveLength(6);
  });

  it("do not change the drawing of the hall around them", () => {
    const without = planOf(sampleLayout({ rows: 2, seats: 3 }));
    expect([mixed.width, mixed.height, mixed.sections]).toEqual([without.width, without.height, without.sections]);
  });
});

describe("the names of seats", () => {
  it("join neighbours", () => {
    expect(seatNames([named("B2"), named("B1"), named("C4")])).toBe("B1–B2, C4");
  });
});
