const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows in a zone: `day` as `2026-11-20`, `time` as `09:05`. Throws RangeError for a zone that this runtime does not know. */
export function wallClock(zone: string, ms: number): { day: string; time: string } {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    formats.set(zone, format);
  }
  const [day = "", time = ""] = format.format(ms).split(" ");
  return { day, time };
}
