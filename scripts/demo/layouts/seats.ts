import type { Layout } from "../../../contracts/venues.ts";

export type LayoutSection = Layout["sections"][number];
export type LayoutRow = LayoutSection["rows"][number];
export type LayoutSeat = LayoutRow["seats"][number];

/** Seat widths to two decimals: a layout is read by people too. */
const place = (value: number): number => Math.round(value * 100) / 100;

/** Seats of one row along an arc round `centre`, `radius` away, one seat width apart; `gapsAfter` opens an aisle after these numbers. */
export function arcRow(
  name: string,
  {
    count,
    radius,
    centre,
    middle = 0,
    gapsAfter = [],
    gap = 1.1,
  }: { count: number; radius: number; centre: { x: number; y: number }; middle?: number; gapsAfter?: readonly number[]; gap?: number },
  tierOf: (number: number) => Pick<LayoutSeat, "tier" | "accessible">,
): LayoutRow {
  const offsets: number[] = [];
  let along = 0;
  for (let number = 1; number <= count; number++) {
    offsets.push(along);
    along += gapsAfter.includes(number) ? 1 + gap : 1;
  }
  const half = (offsets.at(-1) ?? 0) / 2;
  const seats = offsets.map((offset, index) => {
    const angle = middle + (offset - half) / radius;
    return {
      number: String(index + 1),
      x: place(centre.x + Math.sin(angle) * radius),
      y: place(centre.y + Math.cos(angle) * radius),
      ...tierOf(index + 1),
    };
  });
  return { name, seats };
}

/** Seats of one straight row at these places. */
export const straightRow = (name: string, seats: readonly (Omit<LayoutSeat, "x" | "y"> & { x: number; y: number })[]): LayoutRow => ({
  name,
  seats: seats.map((seat) => ({ ...seat, x: place(seat.x), y: place(seat.y) })),
});

/** `A`, `B`, … without I and O, which look like numbers on a seat. */
export const rowLetters = [..."ABCDEFGHJKLMNPQRSTUVWXYZ"];
