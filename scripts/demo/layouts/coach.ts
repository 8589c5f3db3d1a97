import type { Layout } from "../../../contracts/venues.ts";
import { straightRow } from "./seats.ts";

const places = [
  { number: "A", x: 0 },
  { number: "B", x: 1.05 },
  { number: "C", x: 2.95 },
  { number: "D", x: 4 },
];

/** A coach with 48 seats: twelve rows of two and two, more legroom in the first three. */
export function coach(): Layout {
  const rows = Array.from({ length: 12 }, (_, row) =>
    straightRow(
      String(row + 1),
      places.map(({ number, x }) => ({
        number,
        x,
        y: row * 1.2 + (row >= 3 ? 0.5 : 0) + (row >= 7 ? 0.9 : 0),
        tier: row < 3 ? "Legroom" : "Standard",
        ...(row === 0 && number === "D" && { accessible: true }),
      })),
    ),
  );
  return { sections: [{ name: "Coach", rows }] };
}
