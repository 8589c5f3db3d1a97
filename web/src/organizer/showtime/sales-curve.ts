import type { ShowtimeSales } from "../../../../contracts/sales.ts";

export interface CurvePoint {
  atMs: number;
  /** Up to here. */
  seats: number;
  revenue: number;
}

export const stepMs = { HOUR: 3_600_000, DAY: 86_400_000 } as const;

/** What had been sold by the end of each step, from nothing at the first one's beginning up to now. */
export function curveOf({ points, step }: Pick<ShowtimeSales, "points" | "step">, nowMs: number): CurvePoint[] {
  const [first] = points;
  if (first === undefined) return [];
  const curve: CurvePoint[] = [{ atMs: Date.parse(first.at), seats: 0, revenue: 0 }];
  let [seats, revenue] = [0, 0];
  for (const point of points) {
    const begins = Date.parse(point.at);
    const before = curve.at(-1);
    // Nothing was sold in between: the line stays level until here.
    if (before !== undefined && begins > before.atMs) curve.push({ atMs: begins, seats, revenue });
    seats += point.seats;
    revenue += point.revenue;
    curve.push({ atMs: Math.min(begins + stepMs[step], Math.max(nowMs, begins + 1)), seats, revenue });
  }
  const last = curve.at(-1);
  if (last !== undefined && nowMs > last.atMs) curve.push({ atMs: nowMs, seats, revenue });
  return curve;
}

/** What was sold since midnight in the zone, as far as the steps tell. */
export function soldSince(
  { points }: Pick<ShowtimeSales, "points">,
  sinceMs: number,
): { bookings: number; seats: number; revenue: number } {
  const today = points.filter(({ at }) => Date.parse(at) >= sinceMs);
  const sum = (pick: (point: (typeof today)[number]) => number) => today.reduce((all, point) => all + pick(point), 0);
  return { bookings: sum((point) => point.bookings), seats: sum((point) => point.seats), revenue: sum((point) => point.revenue) };
}
