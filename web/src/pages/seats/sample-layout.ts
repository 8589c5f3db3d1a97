import type { SeatMapLayout } from "../../../../contracts/seats.ts";

interface Sample {
  rows: number;
  seats: number;
  /** Without, as if a tenant had brought seats without a drawing. */
  placed?: boolean;
  /** After these seat numbers an aisle of a seat's width. */
  aisleAfter?: number;
  /** Places without numbers, after the seats. */
  places?: number;
}

/** A plain hall for tests: rows A, B, … of seats 1, 2, …; the first row is Premium. */
export function sampleLayout({ rows, seats, placed = true, aisleAfter = Number.POSITIVE_INFINITY, places = 0 }: Sample): SeatMapLayout {
  const standing = Array.from({ length: places }, (_, place) => ({
    id: `sea_1_${rows * seats + place}`,
    seatNumber: String(place + 1),
    x: null,
    y: null,
    tier: "Standard",
    price: 4200,
    accessible: false,
    general: true as const,
  }));
  return {
    showtimeId: "sho_1",
    version: 1,
    currency: "EUR",
    tiers: [
      { name: "Premium", price: 6500 },
      { name: "Standard", price: 4200 },
    ],
    seatCount: rows * seats + places,
    sections: [
      {
        name: "Stalls",
        rows: Array.from({ length: rows }, (_, row) => ({
          name: String.fromCharCode(65 + row),
          seats: Array.from({ length: seats }, (_, seat) => ({
            id: `sea_1_${row * seats + seat}`,
            seatNumber: `${String.fromCharCode(65 + row)}${seat + 1}`,
            x: placed ? seat + (seat >= aisleAfter ? 1 : 0) : null,
            y: placed ? row : null,
            tier: row === 0 ? "Premium" : "Standard",
            price: row === 0 ? 6500 : 4200,
            accessible: false,
          })),
        })),
      },
      ...(places > 0 ? [{ name: "General admission", rows: [{ name: null, seats: standing }] }] : []),
    ],
  };
}
