import { type PlanRow, type PlanSeat, type SeatPlan, unit } from "./plan.ts";

interface Wish {
  count: number;
  isFree: (index: number) => boolean;
  near: readonly PlanSeat[];
}

/** The free seats side by side that are nearest to others, or nothing where no row has so many. What is best of all is the server's to choose. */
export function nearestTogether(plan: SeatPlan, wish: Wish): PlanSeat[] | undefined {
  const target = centreOf(wish.near);
  let best: { seats: PlanSeat[]; score: number } | undefined;
  for (const row of plan.rows) {
    for (const run of freeRuns(row, wish)) {
      for (let start = 0; start + wish.count <= run.length; start++) {
        const seats = run.slice(start, start + wish.count);
        const score = scoreOf(seats, run, start, target);
        if (best === undefined || score < best.score) best = { seats, score };
      }
    }
  }
  return best?.seats;
}

/** Free seats of a row in unbroken runs: an aisle, or a seat that is not free, breaks them. */
function freeRuns(row: PlanRow, wish: Wish): PlanSeat[][] {
  const runs: PlanSeat[][] = [];
  let last: PlanSeat | undefined;
  for (const seat of row.seats) {
    if (!wish.isFree(seat.index) || seat.accessible) {
      last = undefined;
      continue;
    }
    const beside = last !== undefined && Math.abs(seat.x - last.x) < unit * 1.6 && Math.abs(seat.y - last.y) < unit * 0.9;
    if (beside) runs.at(-1)?.push(seat);
    else runs.push([seat]);
    last = seat;
  }
  return runs;
}

function centreOf(seats: readonly PlanSeat[]): { x: number; y: number } {
  const total = seats.reduce((sum, seat) => ({ x: sum.x + seat.x, y: sum.y + seat.y }), { x: 0, y: 0 });
  return { x: total.x / seats.length, y: total.y / seats.length };
}

function scoreOf(seats: PlanSeat[], run: PlanSeat[], start: number, target: { x: number; y: number }): number {
  const centre = centreOf(seats);
  const leftOver = [start, run.length - start - seats.length];
  // A single seat left between strangers is hard to sell and no kindness to the next.
  const lonely = leftOver.filter((count) => count === 1).length * unit * 0.8;
  return Math.abs(centre.x - target.x) + Math.abs(centre.y - target.y) * 1.4 + lonely;
}
