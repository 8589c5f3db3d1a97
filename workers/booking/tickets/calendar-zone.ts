/** Times by the clock of a zone, for a calendar file. */
export interface WallTimes {
  /** What the file says of the zone: as much of it as these times need (RFC 5545, 3.6.5). */
  definition: string;
  /** The same times as dates whose UTC fields read as the clock at the place does. */
  clocks: Date[];
}

/** How far the clock of a zone is ahead of UTC at a moment. All in ms. */
type OffsetAt = (at: number) => number;

/**
 * These moments (ms, rising) by the clock of a zone, or null where that clock shows one of them twice, in the hour that is repeated in autumn: a file that
 * says only the wall's time would be read as the first.
 */
export function wallTimes(timeZone: string, moments: readonly number[]): WallTimes | null {
  const offsetAt = offsetsOf(timeZone);
  if (moments.some((at) => isShownTwice(offsetAt, at))) return null;
  const [first = 0] = moments;
  const always = { from: offsetAt(first), to: offsetAt(first), since: 0 };
  const changes = changesBetween(offsetAt, first, moments.at(-1) ?? first);
  // A change is named by the clock that it ends.
  const observances = changes.map((at) => ({ from: offsetAt(at - 1), to: offsetAt(at), since: at + offsetAt(at - 1) }));
  return {
    definition: ["BEGIN:VTIMEZONE", `TZID:${timeZone}`, ...[always, ...observances].flatMap(observance), "END:VTIMEZONE"].join("\r\n"),
    clocks: moments.map((at) => new Date(at + offsetAt(at))),
  };
}

const observance = ({ from, to, since }: { from: number; to: number; since: number }): string[] => [
  "BEGIN:STANDARD",
  `DTSTART:${new Date(since).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}`,
  `TZOFFSETFROM:${offsetWords(from)}`,
  `TZOFFSETTO:${offsetWords(to)}`,
  "END:STANDARD",
];

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** `+0100` */
function offsetWords(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / minuteMs;
  const two = (part: number) => String(Math.floor(part)).padStart(2, "0");
  return `${offsetMs < 0 ? "-" : "+"}${two(minutes / 60)}${two(minutes % 60)}`;
}

function offsetsOf(timeZone: string): OffsetAt {
  const format = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  return (at) => {
    const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return sign === undefined ? 0 : (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minuteMs;
  };
}

/** Whether the clock says at another moment too what it says now. */
function isShownTwice(offsetAt: OffsetAt, at: number): boolean {
  const clock = at + offsetAt(at);
  return [at - dayMs, at + dayMs].some((near) => {
    const other = clock - offsetAt(near);
    return other !== at && other + offsetAt(other) === clock;
  });
}

/** When the clock is changed after `from` and until `to`. Day by day: nowhere is it changed twice in one. */
function changesBetween(offsetAt: OffsetAt, from: number, to: number): number[] {
  const changes: number[] = [];
  for (let since = from; since < to; since += dayMs) {
    let [before, after] = [since, Math.min(since + dayMs, to)];
    if (offsetAt(before) === offsetAt(after)) continue;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(middle) === offsetAt(before)) before = middle;
      else after = middle;
    }
    changes.push(after);
  }
  return changes;
}
