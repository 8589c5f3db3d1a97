import { locale } from "./locale.ts";

const twelveHours = new Intl.DateTimeFormat(locale, { hour: "numeric" }).resolvedOptions().hour12 === true;
/** Each English knows the short names of its own zones only: London says GMT-5 where New York says EST. */
const zoneLocales = [locale, "en-GB", "en-US", "en-AU", "en-IN"];
const formats = new Map<string, Intl.DateTimeFormat>();

function format(startsAt: string | Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return formatOf(timeZone, options).format(new Date(startsAt));
}

function formatOf(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timeZone + JSON.stringify(options);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { timeZone, ...options });
  formats.set(key, made);
  return made;
}

/** `Fri 15 Jan`, with the year where it is not this one. */
export function day(startsAt: string, timeZone: string): string {
  const year = format(startsAt, timeZone, { year: "numeric" });
  const thisYear = format(new Date(), timeZone, { year: "numeric" });
  return format(startsAt, timeZone, {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(year === thisYear ? {} : { year: "numeric" }),
  }).replace(",", "");
}

/** `Friday 15 January 2027` */
export function longDay(startsAt: string, timeZone: string): string {
  return format(startsAt, timeZone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");
}

/** `19:30` */
export function clock(startsAt: string, timeZone: string): string {
  return format(startsAt, timeZone, { hour: twelveHours ? "numeric" : "2-digit", minute: "2-digit" });
}

/** `Fri 15 Jan, 19:30` */
export function dayAndClock(startsAt: string, timeZone: string): string {
  return `${day(startsAt, timeZone)}, ${clock(startsAt, timeZone)}`;
}

/** The zone's short name at that moment: `CET`, `EST`, and `GMT+9` where English has none. */
export function zoneName(startsAt: string, timeZone: string): string {
  const names = zoneLocales.map((each) => {
    const parts = new Intl.DateTimeFormat(each, { timeZone, timeZoneName: "short" }).formatToParts(new Date(startsAt));
    return parts.find((part) => part.type === "timeZoneName")?.value ?? timeZone;
  });
  return names.find((name) => !/^(GMT|UTC)[+-]/.test(name)) ?? names[0] ?? timeZone;
}

/** The zone's name where the reader's own clock would show another time, else nothing. */
export function foreignZoneName(startsAt: string, timeZone: string): string {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const wall: Intl.DateTimeFormatOptions = { dateStyle: "short", timeStyle: "short" };
  return format(startsAt, here, wall) === format(startsAt, timeZone, wall) ? "" : zoneName(startsAt, timeZone);
}

/** The calendar day in that zone as `2027-01-15`: sorts and compares. */
export function dateKey(moment: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(moment));
}

/** The parts of a day as a calendar strip shows them. */
export function dayParts(startsAt: string, timeZone: string): { weekday: string; day: string; month: string } {
  return {
    weekday: format(startsAt, timeZone, { weekday: "short" }),
    day: format(startsAt, timeZone, { day: "numeric" }),
    month: format(startsAt, timeZone, { month: "short" }),
  };
}

/** `2 h 35 min` */
export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? `${hours} h` : "", rest > 0 ? `${rest} min` : ""].filter(Boolean).join(" ");
}

/** `1:05` */
export function minutesAndSeconds(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** `3 hours ago`, `yesterday`, `just now`. */
export function ago(moment: string, nowMs: number = Date.now()): string {
  const seconds = (Date.parse(moment) - nowMs) / 1000;
  const step = steps.find(([, length]) => Math.abs(seconds) >= length);
  if (step === undefined) return "just now";
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round(seconds / step[1]), step[0]);
}
