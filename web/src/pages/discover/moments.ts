import type { FoundListing } from "../../../../contracts/front-page.ts";
import type { NextShowtime } from "../../../../contracts/listings.ts";
import { dateKey } from "../../time.ts";

const dayMs = 86_400_000;

function weekdayOf(key: string): number {
  return new Date(`${key}T12:00:00Z`).getUTCDay();
}

/** Whether it starts today, by the calendar of the venue. */
export function isToday({ startsAt, timeZone }: NextShowtime): boolean {
  return dateKey(startsAt, timeZone) === dateKey(new Date(), timeZone);
}

/** Whether it starts on the Friday, Saturday or Sunday of this week, by the calendar of the venue. */
export function isThisWeekend({ startsAt, timeZone }: NextShowtime): boolean {
  const key = dateKey(startsAt, timeZone);
  const days = Math.round((Date.parse(key) - Date.parse(dateKey(new Date(), timeZone))) / dayMs);
  const today = weekdayOf(dateKey(new Date(), timeZone));
  const untilSunday = (7 - today) % 7;
  return days >= 0 && days <= untilSunday && [5, 6, 0].includes(weekdayOf(key));
}

/** Whether less than a third of the seats is left, and some are. */
export function isSellingFast({ seatsLeft, seatsTotal }: NextShowtime): boolean {
  return seatsLeft > 0 && seatsTotal > 0 && seatsLeft / seatsTotal < 0.34;
}

/** Those whose next date passes. */
export function whoseNext(found: FoundListing[], passes: (next: NextShowtime) => boolean): FoundListing[] {
  return found.filter(({ listing }) => listing.next !== null && passes(listing.next));
}
