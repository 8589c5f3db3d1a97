const dayMs = 86_400_000;

const startOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day so many days on, by the calendar: 25 hours are a day, too. Days as `2026-11-20`. */
export const addDays = (day: string, days: number): string => dayOf(startOf(day) + days * dayMs);

/** 1 for Monday to 7 for Sunday, as ISO 8601 counts. */
export const weekday = (day: string): number => ((new Date(startOf(day)).getUTCDay() + 6) % 7) + 1;

/** The week of a day by ISO 8601, as `2026-W47`: its year is that of its Thursday. */
export function isoWeek(day: string): string {
  const thursday = addDays(day, 4 - weekday(day));
  const year = thursday.slice(0, 4);
  const number = Math.floor((startOf(thursday) - startOf(`${year}-01-01`)) / dayMs / 7) + 1;
  return `${year}-W${String(number).padStart(2, "0")}`;
}

/** The Monday of a week; null for what is none: a year has 52 weeks or 53. */
export function mondayOf(week: string): string | null {
  const [, year = "", number = ""] = /^(\d{4})-W(\d\d)$/.exec(week) ?? [];
  if (year === "") return null;
  const fourth = `${year}-01-04`;
  const monday = addDays(fourth, 1 - weekday(fourth) + (Number(number) - 1) * 7);
  return isoWeek(monday) === week ? monday : null;
}
