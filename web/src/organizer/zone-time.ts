const formats = new Map<string, Intl.DateTimeFormat>();
const minuteMs = 60_000;
/** No zone is further from UTC than this, and none changes its clock by more. */
const reachMs = 36 * 60 * minuteMs;

/** What the clocks of a zone show at a moment: `2027-01-15T19:30`. */
export function wallOf(moment: string | number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA-u-ca-iso8601-hc-h23", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]));
  return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}T${parts.get("hour")}:${parts.get("minute")}`;
}

/**
 * The moments at which the clocks of a zone show `wall` (`2027-01-15T19:30`), oldest first, as ISO 8601 in UTC. One as a rule; two in the hour that
 * comes twice when clocks go back; none in the hour that is left out when they go forward, and for what is no date.
 */
export function momentsOf(wall: string, timeZone: string): string[] {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc) || !/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall)) return [];
  // The offsets that hold around that time: before and after any change.
  const offsets = new Set([-reachMs, 0, reachMs].map((shift) => offsetAt(asUtc + shift, timeZone)));
  return [...offsets]
    .map((offset) => asUtc - offset)
    .filter((moment) => wallOf(moment, timeZone) === wall)
    .sort((a, b) => a - b)
    .map((moment) => new Date(moment).toISOString());
}

/** How far the zone's clocks are ahead of UTC, in ms. */
function offsetAt(moment: number, timeZone: string): number {
  return Date.parse(`${wallOf(moment, timeZone)}Z`) - Math.floor(moment / minuteMs) * minuteMs;
}
