import type { HeldSeat } from "../../../../contracts/seats.ts";
import { shortNumber } from "../../seat-place.ts";

export interface SeatGroup {
  key: string;
  section: string | null;
  row: string | null;
  tier: string;
  /** `12–13` for neighbours, `12, 15` for others. */
  numbers: string;
}

/** The seats of a booking by row, as a ticket prints them. */
export function seatGroups(seats: HeldSeat[]): SeatGroup[] {
  const groups = new Map<string, HeldSeat[]>();
  for (const seat of seats) {
    const key = [seat.section, seat.row, seat.tier].join("/");
    groups.set(key, [...(groups.get(key) ?? []), seat]);
  }
  return [...groups].map(([key, [first, ...others]]) => ({
    key,
    section: first?.section ?? null,
    row: first?.row ?? null,
    tier: first?.tier ?? "",
    numbers: numbersOf(first === undefined ? [] : [first, ...others]),
  }));
}

function numbersOf(seats: HeldSeat[]): string {
  const names = seats.map(shortNumber);
  if (!names.every((name) => /^\d+$/.test(name))) return names.join(", ");
  const runs: number[][] = [];
  for (const number of names.map(Number).sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === number - 1) run.push(number);
    else runs.push([number]);
  }
  return runs.map((run) => [...new Set([run[0], run.at(-1)])].join("–")).join(", ");
}
