import type { BookingWithShow } from "../../../../contracts/bookings.ts";
import { placeOf } from "../../seat-place.ts";

type Show = NonNullable<BookingWithShow["show"]>;
const assumedHours = 2;

function stamp(moment: Date): string {
  return moment.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");
}

/** Downloads the show as an iCalendar file (RFC 5545). */
export function saveCalendar(booking: BookingWithShow, show: Show): void {
  const starts = new Date(show.startsAt);
  const ends = new Date(starts.getTime() + assumedHours * 3_600_000);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Marquee//Tickets//EN",
    "BEGIN:VEVENT",
    `UID:${booking.bookingId}@${location.hostname}`,
    `DTSTAMP:${stamp(new Date(booking.createdAt))}`,
    `DTSTART:${stamp(starts)}`,
    `DTEND:${stamp(ends)}`,
    `SUMMARY:${escaped(show.title)}`,
    `LOCATION:${escaped(`${show.venue}, ${show.city}`)}`,
    `DESCRIPTION:${escaped(`${booking.bookingId}: ${booking.seats.map((seat) => placeOf(seat, true)).join("; ")}`)}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([lines.join("\r\n")], { type: "text/calendar" }));
  link.download = `${booking.bookingId}.ics`;
  link.click();
  URL.revokeObjectURL(link.href);
}
