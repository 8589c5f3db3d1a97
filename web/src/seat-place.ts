/** A seat's place; a seat of the map, of a hold or of a booking. */
export interface SeatPlace {
  section: string | null;
  row: string | null;
  seatNumber: string;
}

/** The number alone where the row is part of the seat's name: `12` of `B12` in row B. */
export function shortNumber({ row, seatNumber }: Pick<SeatPlace, "row" | "seatNumber">): string {
  if (row === null || !seatNumber.startsWith(row)) return seatNumber;
  const rest = seatNumber.slice(row.length);
  // Row 1 and seat 12 are written 1-12; a plain 12 in row 1 is no seat 2.
  if (rest === "" || (/\d$/.test(row) && /^\d/.test(rest))) return seatNumber;
  return rest.replace(/^[-\s]/, "");
}

/** The section of the places without a number of their own: they are all alike. */
const generalSection = "General admission";

/** `Row B, seat 12`, with the section where there are several. */
export function placeOf(seat: SeatPlace, withSection = false): string {
  const { section, row } = seat;
  if (row === null && section === generalSection) return generalSection;
  const parts = [
    withSection ? section : null,
    row === null ? null : `Row ${row}`,
    `${row === null ? "Seat" : "seat"} ${shortNumber(seat)}`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}

/** What is said beside a place: its section and tier, but nothing that its name says already. */
export function sideWords(seat: SeatPlace & { tier: string }): string {
  const words = [seat.section, seat.tier].filter((word) => word !== null && word !== placeOf(seat));
  return [...new Set(words)].join(" · ");
}
