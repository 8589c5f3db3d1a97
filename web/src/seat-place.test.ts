import { describe, expect, it } from "vitest";
import { placeOf, shortNumber, sideWords } from "./seat-place.ts";

describe("a seat's place", () => {
  it.each([
    ["B", "B12", "12"],
    ["1", "1-12", "12"],
    ["3", "3A", "A"],
    ["1", "12", "12"],
    [null, "117", "117"],
    ["A", "A", "A"],
  ])("in row %s is seat %s, called %s", (row, seatNumber, short) => {
    expect(shortNumber({ row, seatNumber })).toBe(short);
  });

  it("reads like on a ticket", () => {
    expect(placeOf({ section: "Stalls", row: "B", seatNumber: "B12" }, true)).toBe("Stalls, Row B, seat 12");
    expect(placeOf({ section: null, row: null, seatNumber: "7" }, true)).toBe("Seat 7");
  });

  it("without a number is named for what it is, and once", () => {
    const place = { section: "General admission", row: null, seatNumber: "17" };
    expect(placeOf(place, true)).toBe("General admission");
    expect(sideWords({ ...place, tier: "General admission" })).toBe("");
    expect(sideWords({ ...place, tier: "Standing" })).toBe("Standing");
    expect(sideWords({ section: "Balcony", row: "A", seatNumber: "A1", tier: "Balcony" })).toBe("Balcony");
  });
});
