import { describe, expect, it } from "vitest";
import { heatOf, newsBetween, occupancyOf } from "./house-changes.ts";

describe("what happens in a house", () => {
  it("is told once for seats that change together", () => {
    expect(newsBetween(["free", "free", "held", "taken", "blocked"], ["held", "held", "taken", "free", "free"])).toEqual([
      { what: "held", seats: [0, 1] },
      { what: "sold", seats: [2] },
      { what: "given back", seats: [3] },
      { what: "freed", seats: [4] },
    ]);
  });

  it("is nothing where nothing changed", () => {
    expect(newsBetween(["free", "taken"], ["free", "taken"])).toEqual([]);
  });

  it("is not told of seats that were not known before", () => {
    expect(newsBetween([], ["taken"])).toEqual([]);
  });

  it("adds up", () => {
    expect(occupancyOf(["free", "held", "taken", "taken", "blocked"])).toEqual({ total: 5, sold: 2, held: 1, blocked: 1, free: 1 });
  });

  it("makes rows as warm as they are sold, of the seats that are for sale", () => {
    const rows = [
      { key: "a", seats: [{ index: 0 }, { index: 1 }] },
      { key: "b", seats: [{ index: 2 }, { index: 3 }] },
      { key: "c", seats: [{ index: 4 }] },
    ];
    expect([...heatOf(rows, ["taken", "free", "taken", "blocked", "blocked"])]).toEqual([
      ["a", 0.5],
      ["b", 1],
      ["c", 0],
    ]);
  });
});
