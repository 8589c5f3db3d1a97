import { TimeZone } from "../../../contracts/values.ts";
import { wallClock } from "../reminders/wall-clock.ts";

const evening = "18:00";

/** The day whose digest should have begun by now where this is the zone, from six in the evening until midnight; null before. Later the next one tells it. */
export function digestDay(zone: string, nowMs: number): string | null {
  const { day, time } = wallClock(zone, nowMs);
  return time >= evening ? day : null;
}

/** A run is for the people of one zone: `2026-11-21 Europe/Vienna`. Null for what is no such period. */
export function readDigestPeriod(period: string): { day: string; zone: string } | null {
  const [day = "", zone = "", ...rest] = period.split(" ");
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day));
  return isDay && rest.length === 0 && TimeZone.safeParse(zone).success ? { day, zone } : null;
}
