import { describe, expect, it } from "vitest";
import { differenceWords, worthOf } from "./difference.ts";

const seat = (price: number) => ({ id: String(price), seatNumber: "A1", section: null, row: "A", tier: "Standard", price });
describe("what a booking is worth in an exchange", () => {
  it("is what its seats cost", () => {
    expect(worthOf({ seats: [seat(4200), seat(6500)] })).toBe(10_700);
  });
});

describe("the difference in words", () => {
  it("says which way the money goes", () => {
    expect(differenceWords(1200, "EUR")).toBe("+€12.00 to pay");
    expect(differenceWords(-800, "EUR")).toBe("€8.00 comes back");
    expect(differenceWords(0, "EUR")).toBe("Nothing to pay");
  });
});
