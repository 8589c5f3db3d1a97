import type { Layout } from "../../../../contracts/venues.ts";

/** The tiers that a layout's seats name, in the order of the seats: a showtime there must price them all. */
export function tiersOfLayout(layout: Layout | null): string[] {
  const seats = layout?.sections.flatMap((section) => section.rows.flatMap((row) => row.seats)) ?? [];
  return [...new Set(seats.flatMap((seat) => (seat.tier === undefined ? [] : [seat.tier])))];
}
