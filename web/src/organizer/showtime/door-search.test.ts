import { describe, expect, it } from "vitest";
import { matches } from "./door-search.ts";

const item = {
  name: "José Núñez",
  bookingId: "BK-20260122-ABC123",
  seat: { id: "sea_1", seatNumber: "B12", section: "Stalls", row: "B", tier: "Standard", price: 1 },
};

describe("finding somebody on the door list", () => {
  it.each(["", "jose", "NUNEZ", "b12", "stalls", "BK-20260122", "abc123", "20260122abc"])("%j finds", (q) => {
    expect(matches(item, q)).toBe(true);
  });

  it.each(["anna", "b13", "BK-2025"])("%j does not", (q) => {
    expect(matches(item, q)).toBe(false);
  });

  it("does without a name", () => {
    expect(matches({ ...item, name: null }, "jose")).toBe(false);
  });
});
