import type { Pressure } from "../../contracts/ledger.ts";

/**
 * How far the letting in has come: `credit` is what the rate has made and nobody was let in for, `at` when that was counted, in ms, and `rate` how many
 * came in each second of late.
 */
export interface Pace {
  credit: number;
  at: number;
  rate: number;
}

/** After a pause nobody is let in for more than so long at once. */
const catchUpMs = 2000;
/** An object that answers within this is at ease; one that takes this long has more to do than it can. In ms. */
const easyMs = 100;
const strainedMs = 1500;
/** However strained it is, some go on coming in. */
const easeMin = 0.05;
/** How much of the measured rate the last tick makes. */
const freshness = 0.2;

/**
 * How many may come in at `now`: what the configured rate has made since the last time, held down by what the showtime's object says, and by how long
 * (`answerMs`) it took to say it. The fuller its queue of commands is and the later its answer, the slower; and those who were let in lately and have not chosen yet are never more than the seats that are left and one
 * second's worth, because some will not choose at all. `lately`: how many were let in within the window of `pressure.admissionsSpent`.
 */
export function admissible(
  pace: Pace,
  { now, perSecond, pressure, lately, answerMs }: { now: number; perSecond: number; pressure: Pressure; lately: number; answerMs: number },
): { count: number; pace: Pace } {
  const elapsedMs = Math.max(0, now - pace.at);
  const prompt = Math.min(1, Math.max(easeMin, 1 - (answerMs - easyMs) / (strainedMs - easyMs)));
  const ease = Math.max(0, 1 - pressure.waiting / pressure.waitingMax) * prompt;
  const made = (Math.min(elapsedMs, catchUpMs) / 1000) * perSecond * ease;
  const credit = Math.min(pace.credit + made, (catchUpMs / 1000) * perSecond + 1);
  const choosing = Math.max(0, lately - pressure.admissionsSpent);
  const room = pressure.closed || pressure.freeSeats === 0 ? 0 : Math.max(0, pressure.freeSeats + perSecond - choosing);
  const count = Math.min(Math.floor(credit), room);
  const measured = elapsedMs === 0 || elapsedMs > catchUpMs ? perSecond : Math.min(perSecond, (count / elapsedMs) * 1000);
  return { count, pace: { credit: credit - count, at: Math.max(now, pace.at), rate: pace.rate * (1 - freshness) + measured * freshness } };
}

/** How long somebody at this position has to wait, in seconds, as things go now. Null while nobody comes in at all. */
export function etaSeconds(position: number, { rate }: Pace): number | null {
  return rate < 0.01 ? null : Math.ceil(position / rate);
}
