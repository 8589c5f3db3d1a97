import { describe, expect, it } from "vitest";
import { seatGroups } from "./seat-groups.ts";

const seat = (row: string | null, seatNumber: string) => ({
  id: seatNumber,
  seatNumber,
  section: "Stalls",
  row,
  tier: "Standard",
  price: 4200,
});

describe("the stub of a ticket", () => {
  it("writes neighbours as a range, row by row", () => {
    const groups = seatGroups([seat("B", "B12"), seat("C", "C3"), seat("B", "B14"), seat("B", "B13"), seat("B", "B9")]);
    expect(groups.map(({ row, numbers }) => [row, numbers])).toEqual([
      ["B", "9, 12–14"],
      ["C", "3"],
    ]);
  });

  it("lists seats that are not numbered", () => {
    expect(seatGroups([seat("3", "3A"), seat("3", "3B")])[0]?.numbers).toBe("A, B");
  });
});
