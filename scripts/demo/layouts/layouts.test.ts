import { describe, expect, it } from "vitest";
import { Layout } from "../../../contracts/venues.ts";
import { arena } from "./arena.ts";
import { cinema } from "./cinema.ts";
import { coach } from "./coach.ts";
import { theatre } from "./theatre.ts";

describe.each([
  { name: "theatre", layout: theatre(), seats: 300 },
  { name: "cinema", layout: cinema(), seats: 120 },
  { name: "coach", layout: coach(), seats: 48 },
  { name: "arena", layout: arena(), seats: 2000 },
])("the demo's $name", ({ layout, seats }) => {
  const all = layout.sections.flatMap((section) =>
    section.rows.flatMap((row) => row.seats.map((seat) => ({ label: `${section.name} ${row.name}${seat.number}`, ...seat }))),
  );

  it(`has ${seats} seats, each with a name of its own`, () => {
    expect(new Set(all.map((seat) => seat.label)).size).toBe(seats);
    expect(all).toHaveLength(seats);
  });

  it("is a layout that the API takes", () => {
    expect(Layout.safeParse(layout).error).toBeUndefined();
  });

  it("puts no seat onto another", () => {
    const tooClose = all.flatMap((a, index) =>
      all
        .slice(index + 1)
        .filter((b) => Math.hypot(a.x - b.x, a.y - b.y) < 0.97)
        .map((b) => `${a.label} and ${b.label}`),
    );
    expect(tooClose).toEqual([]);
  });

  it("keeps places for wheelchairs", () => {
    expect(all.some((seat) => seat.accessible)).toBe(true);
  });
});
