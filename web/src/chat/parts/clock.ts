import { clock, dateKey, day } from "../../time.ts";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const dayMs = 86_400_000;

/** The reader's own day of a moment, as `2027-01-15`. */
export const dayOf = (at: string): string => dateKey(at, zone);

/** `19:30` */
export const timeOf = (at: string): string => clock(at, zone);

/** `Today`, `Yesterday`, `Fri 15 Jan`. */
export function dayWords(at: string, nowMs: number = Date.now()): string {
  const key = dayOf(at);
  if (key === dayOf(new Date(nowMs).toISOString())) return "Today";
  if (key === dayOf(new Date(nowMs - dayMs).toISOString())) return "Yesterday";
  return day(at, zone);
}

/** The time if it was today, else the day. */
export function momentWords(at: string): string {
  const words = dayWords(at);
  return words === "Today" ? timeOf(at) : words;
}

/** `Fri 15 Jan, 19:30` */
export const fullMoment = (at: string): string => `${dayWords(at)}, ${timeOf(at)}`;
