import type { Layout } from "../../../contracts/venues.ts";
import { rowLetters, straightRow } from "./seats.ts";

const rowCount = 10;
const aisle = 1.4;

/** One screen, 120 seats: ten rows of twelve with an aisle down the middle, the last three rows recliners. */
export function cinema(): Layout {
  const rows = Array.from({ length: rowCount }, (_, row) => {
    const recliners = row >= rowCount - 3;
    return straightRow(
      rowLetters[row] ?? "",
      Array.from({ length: 12 }, (_, seat) => ({
        number: String(seat + 1),
        x: seat + (seat >= 6 ? aisle : 0),
        y: row * 1.15 + (recliners ? 0.7 + (row - 7) * 0.25 : 0),
        tier: recliners ? "Recliner" : row < 2 ? "Front" : "Standard",
        ...(row === 6 && (seat === 5 || seat === 6) && { accessible: true }),
      })),
    );
  });
  return { sections: [{ name: "Screen 1", rows }] };
}
