import type { Pressure } from "../../contracts/ledger.ts";

/** What has been admitted by and by: `credit` is the part of a person that is left over, and `at` when it was counted, in ms. */
export interface Pace {
  credit: number;
  at: number;
}

/** After a pause nobody is let in for more than so long at once. */
const catchUpMs = 2000;

/**
 * How many may come in at `now`: what the configured rate has made since the last time, held down by what the showtime's object says. The busier it is,
 * the fewer; and never so many that those who were let in lately and have not chosen yet are more than the seats that are left, but for a second's
 * worth, of whom some will not choose at all. `lately`: how many were let in within the window of `pressure.admissionsSpent`.
 */
export function admissible(
  pace: Pace,
  { now, perSecond, pressure, lately }: { now: number; perSecond: number; pressure: Pressure; lately: number },
): { count: number; pace: Pace } {
  const elapsedMs = Math.min(Math.max(0, now - pace.at), catchUpMs);
  const credit = Math.min(pace.credit + (elapsedMs / 1000) * perSecond, (catchUpMs / 1000) * perSecond);
  const ease = Math.max(0, 1 - pressure.waiting / pressure.waitingMax);
  const choosing = Math.max(0, lately - pressure.admissionsSpent);
  const room = pressure.closed || pressure.freeSeats === 0 ? 0 : Math.max(0, pressure.freeSeats + perSecond - choosing);
  const count = Math.min(Math.floor(credit * ease), room);
  return { count, pace: { credit: credit - count, at: now } };
}
