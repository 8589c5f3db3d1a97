import { limits } from "../../contracts/limits.ts";
import type { NewSeat } from "../../contracts/seats.ts";
import type { Tier } from "../../contracts/showtimes.ts";
import type { Layout } from "../../contracts/venues.ts";
import { invalid } from "./invalid.ts";

/** D1 refuses rows of 2 MB; a section is one row. */
const sectionBytesMax = 1_900_000;

const digits = /^\d+$/;
/** What is written on a seat: `A12`; `1-12` where row and number would run together. */
export const seatNumberOf = (row: string, number: string): string =>
  digits.test(row) && digits.test(number) ? `${row}-${number}` : row + number;

/** A layout's seats in the order sections, rows, seats, each with the path that leads to it. */
function* walk(layout: Layout) {
  for (const [s, section] of layout.sections.entries()) {
    for (const [r, row] of section.rows.entries()) {
      for (const [n, seat] of row.seats.entries()) {
        const seatNumber = seatNumberOf(row.name, seat.number);
        yield { section: section.name, row: row.name, seat, seatNumber, path: `sections.${s}.rows.${r}.seats.${n}` };
      }
    }
  }
}

/** The number of a layout's seats. Throws VALIDATION_FAILED if they are too many, or two of them could not be told apart. */
export function countSeats(layout: Layout): number {
  const seats = layout.sections.reduce((sum, section) => sum + section.rows.reduce((inSection, row) => inSection + row.seats.length, 0), 0);
  if (seats > limits.seatsPerShowtimeMax) throw invalid("layout", `has ${seats} seats, more than ${limits.seatsPerShowtimeMax}`);
  const taken = new Set<string>();
  for (const { section, row, seatNumber, path } of walk(layout)) {
    const label = JSON.stringify([section, row, seatNumber]);
    if (taken.has(label))
      throw invalid(`layout.${path}.number`, `another seat of section "${section}", row "${row}" has the number ${seatNumber}`);
    taken.add(label);
  }
  for (const [s, section] of layout.sections.entries()) {
    const { byteLength } = new TextEncoder().encode(JSON.stringify(section));
    if (byteLength > sectionBytesMax)
      throw invalid(`layout.sections.${s}`, `is larger than ${sectionBytesMax} bytes; split it into sections`);
  }
  return seats;
}

/**
 * The seats that a showtime with these tiers sells in this layout. A seat that names no tier falls to the first one.
 * Throws VALIDATION_FAILED with the path of the first seat that names a tier which the showtime lacks.
 */
export function seatsOf(layout: Layout, tiers: readonly Tier[]): NewSeat[] {
  const known = new Set(tiers.map((tier) => tier.name));
  const seats: NewSeat[] = [];
  for (const { section, row, seat, seatNumber, path } of walk(layout)) {
    const { tier, x, y, accessible } = seat;
    if (tier !== undefined && !known.has(tier)) throw invalid(`venue.layout.${path}.tier`, `the showtime has no tier "${tier}"`);
    seats.push({ seatNumber, section, row, x, y, ...(tier !== undefined && { tier }), ...(accessible !== undefined && { accessible }) });
  }
  return seats;
}
