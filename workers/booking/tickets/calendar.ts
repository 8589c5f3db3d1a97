import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { Booking } from "../../../contracts/bookings.ts";
import type { StagedShow } from "../../catalog/staged-show.ts";
import { wallTimes } from "./calendar-zone.ts";
import { seatLabel } from "./ticket-token.ts";
import { venueTime } from "./venue-time.ts";

/** Assumed of a show of which nobody has said how long it takes. */
const assumedMinutes = 120;
const alarmSecondsBefore = 86_400;

interface Entry {
  booking: Pick<Booking, "bookingId" | "status" | "seats" | "createdAt" | "updatedAt">;
  show: StagedShow;
  /** Where the booking is shown; null if nobody knows. */
  url: string | null;
  nowMs: number;
  /** CANCEL: takes an entry away that a calendar has. */
  method?: "PUBLISH" | "CANCEL";
}

/**
 * A booking as an iCalendar file (RFC 5545). Its times are those of the clock at the venue, with as much of that zone's definition as they need, so that they
 * stay right when a country changes its summer time; in UTC where that clock shows one of them twice. The description says it in words.
 */
export function calendarOf({ booking, show, url, nowMs, method = "PUBLISH" }: Entry): string {
  const over = booking.status !== "CONFIRMED" || show.cancelled;
  const endsAtMs = show.startsAtMs + (show.durationMinutes ?? assumedMinutes) * 60_000;
  const wall = wallTimes(show.timeZone, [show.startsAtMs, endsAtMs]);
  const [start = new Date(show.startsAtMs), end = new Date(endsAtMs)] = wall?.clocks ?? [];
  const calendar = ical({
    prodId: { company: "Marquee", product: "Tickets", language: "EN" },
    method: ICalCalendarMethod[method],
    // Without a name: stamps stay in UTC, as they have to be.
    timezone: { name: null, generator: () => wall?.definition ?? null },
  });
  const event = calendar.createEvent({
    id: `${booking.bookingId}@marquee`,
    stamp: new Date(nowMs),
    created: new Date(booking.createdAt),
    lastModified: new Date(booking.updatedAt),
    // Calendars take a file over one that they have if its number is higher.
    sequence: Math.floor((Date.parse(booking.updatedAt) - Date.parse(booking.createdAt)) / 1000),
    start,
    end,
    // The library writes a date's local fields, and the local zone of Workers is UTC.
    timezone: wall === null ? null : show.timeZone,
    summary: oneLine(show.title),
    location: oneLine(`${show.venue}, ${show.city}`),
    description: descriptionOf(booking, show),
    status: over ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(url !== null && { url }),
  });
  if (!over) {
    event.createAlarm({
      type: ICalAlarmType.display,
      triggerBefore: alarmSecondsBefore,
      description: oneLine(`${show.title} is tomorrow`),
    });
  }
  return calendar.toString();
}

const descriptionOf = ({ bookingId, seats }: Entry["booking"], show: StagedShow): string =>
  [`${bookingId}: ${seats.map(seatLabel).join(", ")}`, `${venueTime(show)} at the venue`].map(oneLine).join("\n");

/** Whatever ends a line in some reader of such files becomes a space. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
