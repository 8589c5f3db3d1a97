import { AppError } from "../app-error.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** `2026-11-21T19`: an hour in UTC. */
export const hourOf = (ms: number): string => new Date(ms).toISOString().slice(0, 13);

/** `2026-11-21`: a day in UTC. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The first moment of an hour or a day as the two above name them; NaN for what is none. */
export function startOfPeriod(period: string): number {
  const isHour = /^\d{4}-\d\d-\d\dT\d\d$/.test(period);
  const ms = Date.parse(isHour ? `${period}:00:00Z` : `${period}T00:00:00Z`);
  // 30 February would be taken for the first of March.
  return Number.isNaN(ms) || (isHour ? hourOf(ms) : dayOf(ms)) !== period ? Number.NaN : ms;
}

/** This hour and the `count` - 1 before it, the oldest first. */
export const lastHours = (nowMs: number, count: number): string[] =>
  Array.from({ length: count }, (_, turn) => hourOf(nowMs - (count - 1 - turn) * hourMs));

/** The last `count` days that had begun `afterMs` ago, the oldest first: with 3 hours, today only from 03:00 UTC on. */
export const lastDays = (nowMs: number, count: number, afterMs = 0): string[] =>
  Array.from({ length: count }, (_, turn) => dayOf(nowMs - afterMs - (count - 1 - turn) * dayMs));

/** What a job throws for a period that it has none of. `like`: one that it has. */
export const noSuchPeriod = (like: string): AppError =>
  new AppError("VALIDATION_FAILED", { issues: [{ path: "period", message: `is not a period of this job: it has periods like ${like}` }] });

/** The hour or day that was asked for by hand, or `now`. Throws VALIDATION_FAILED for anything that is not one like it. */
export function periodAsked(asked: string | undefined, now: string): string {
  if (asked === undefined) return now;
  if (asked.length !== now.length || Number.isNaN(startOfPeriod(asked))) throw noSuchPeriod(now);
  return asked;
}
