export const weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;
export type Weekday = (typeof weekdays)[number];

/** At which local times something is on, by the day of the week. */
export type Week = Partial<Record<Weekday, readonly string[]>>;

const dayMs = 86_400_000;

/**
 * The starts, in UTC and in order, of a weekly programme within `days` days from now, as the clocks of `timeZone` tell it. What begins
 * within half an hour is left out: nobody could get there.
 */
export function startsWithin(days: number, week: Week, timeZone: string, nowMs: number): string[] {
  const today = localDay(nowMs, timeZone);
  const starts: number[] = [];
  for (let ahead = 0; ahead <= days; ahead++) {
    const day = new Date(today + ahead * dayMs);
    const weekday = weekdays[day.getUTCDay()];
    for (const time of (weekday && week[weekday]) ?? []) {
      const [hour = 0, minute = 0] = time.split(":").map(Number);
      const startMs = instantOf(day.getTime() + (hour * 60 + minute) * 60_000, timeZone);
      if (startMs > nowMs + 30 * 60_000 && startMs <= nowMs + days * dayMs) starts.push(startMs);
    }
  }
  return starts.sort((a, b) => a - b).map((ms) => new Date(ms).toISOString());
}

/** Midnight of the local day, written as if it were UTC: days can then be counted without clock changes. */
function localDay(nowMs: number, timeZone: string): number {
  const wall = nowMs + offsetMs(nowMs, timeZone);
  return wall - (((wall % dayMs) + dayMs) % dayMs);
}

/** The instant at which clocks in the zone show this wall time (given as if it were UTC). A second look settles the day of a clock change. */
function instantOf(wallMs: number, timeZone: string): number {
  const guess = wallMs - offsetMs(wallMs, timeZone);
  return wallMs - offsetMs(guess, timeZone);
}

/** How far the zone's clocks are ahead of UTC at an instant. */
function offsetMs(atMs: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(atMs)
    .find((part) => part.type === "timeZoneName")?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? "") ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}
