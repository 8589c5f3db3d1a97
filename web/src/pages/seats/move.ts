import { type PlanSeat, unit } from "./plan.ts";

export type Direction = "left" | "right" | "up" | "down";

export const arrowDirections: Record<string, Direction> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** The seat that an arrow key leads to: the nearest one that way, a step aside costing more than a step ahead. */
export function seatTowards(seats: PlanSeat[], from: PlanSeat, direction: Direction): PlanSeat | undefined {
  const sideways = direction === "left" || direction === "right";
  const sign = direction === "left" || direction === "up" ? -1 : 1;
  let best: PlanSeat | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const seat of seats) {
    const ahead = sign * (sideways ? seat.x - from.x : seat.y - from.y);
    const aside = Math.abs(sideways ? seat.y - from.y : seat.x - from.x);
    if (ahead < unit * 0.35) continue;
    const otherRow = sideways && (seat.row !== from.row || seat.section !== from.section) ? unit * 2 : 0;
    const cost = ahead + aside * (sideways ? 4 : 2) + otherRow;
    if (cost < bestCost) {
      best = seat;
      bestCost = cost;
    }
  }
  return best;
}

/** The first or last seat of the same row. */
export function rowEnd(seats: PlanSeat[], from: PlanSeat, end: "first" | "last"): PlanSeat {
  const row = seats.filter((seat) => seat.row === from.row && seat.section === from.section).sort((a, b) => a.x - b.x);
  return (end === "first" ? row[0] : row.at(-1)) ?? from;
}
