const minuteMs = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a moment in a zone, as `2027-01-15`. */
export function dayIn(zone: string, ms: number): string {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(zone, format);
  }
  return format.format(ms);
}

/**
 * The first moment of a day in a zone, in milliseconds. Found by halving rather than by offsets, so that it is right where clocks change
 * at midnight and a day begins at 01:00. `day` as `2027-01-15`.
 */
export function startOfDay(zone: string, day: string): number {
  const utcMidnight = Date.parse(`${day}T00:00:00Z`);
  let before = utcMidnight - 15 * 60 * minuteMs;
  let within = utcMidnight + 15 * 60 * minuteMs;
  while (within - before > minuteMs) {
    const middle = before + Math.floor((within - before) / (2 * minuteMs)) * minuteMs;
    if (dayIn(zone, middle) >= day) within = middle;
    else before = middle;
  }
  return within;
}

/** The moments at which a day begins and ends in a zone, in milliseconds; the end belongs to the next day. */
export function boundsOfDay(zone: string, day: string): { startMs: number; endMs: number } {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * minuteMs).toISOString().slice(0, 10);
  return { startMs: startOfDay(zone, day), endMs: startOfDay(zone, next) };
}
