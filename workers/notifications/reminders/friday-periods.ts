import { TimeZone } from "../../../contracts/values.ts";
import { startOfDay } from "../../catalog/day-in-zone.ts";
import { addDays, isoWeek, mondayOf, weekday } from "./iso-week.ts";
import { wallClock } from "./wall-clock.ts";

const friday = 5;
const morning = "09:00";

/** The cron of wrangler.toml that is named for Friday's reminder, by UTC. */
export const fridayCron = "0 9 * * FRI";

/** Whether this is when that cron is fired by the clock: within ten minutes, should it be late. */
export const isFridaysCron = (ms: number): boolean => /T09:0/.test(new Date(ms).toISOString()) && new Date(ms).getUTCDay() === friday;

/**
 * The week whose Friday reminder should have begun where this is the zone: from Friday at nine by the clock there until Sunday night, so that a Friday that
 * was missed is made up for. Null on the other days.
 */
export function fridayWeek(zone: string, nowMs: number): string | null {
  const { day, time } = wallClock(zone, nowMs);
  const today = weekday(day);
  return today > friday || (today === friday && time >= morning) ? isoWeek(day) : null;
}

/** Whether it is between Friday at nine and Sunday night anywhere: zones are 14 hours before UTC to 12 behind. */
export function isFridaySomewhere(nowMs: number): boolean {
  const first = new Date(nowMs + 14 * 3_600_000).getUTCDay();
  const last = new Date(nowMs - 12 * 3_600_000).getUTCDay();
  return [first, last].some((day) => day === friday || day === 6 || day === 0);
}

/** A run is for the people of one zone, or of all: `2026-W47 Europe/Vienna`, `2026-W47`. */
export const fridayPeriod = (week: string, zone: string | null): string => (zone === null ? week : `${week} ${zone}`);

/** Null for what is no such period. */
export function readFridayPeriod(period: string): { week: string; zone: string | null } | null {
  const [week = "", zone, ...rest] = period.split(" ");
  if (rest.length > 0 || mondayOf(week) === null || (zone !== undefined && !TimeZone.safeParse(zone).success)) return null;
  return { week, zone: zone ?? null };
}

/** When it is nine on the Friday of a week in a zone, in milliseconds; an hour off where the clocks change in that very night. */
export const nineOnFriday = (week: string, zone: string): number =>
  startOfDay(zone, addDays(mondayOf(week) ?? "", friday - 1)) + 9 * 3_600_000;

/** When the weekend of a week is over in a zone: the first moment of the Monday after it, in milliseconds. */
export const endOfWeekend = (week: string, zone: string): number => startOfDay(zone, addDays(mondayOf(week) ?? "", 7));
