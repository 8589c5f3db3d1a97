import { z } from "zod";
import { limits } from "../../../contracts/limits.ts";
import type { MailKind } from "../../../contracts/mails.ts";
import type { Attachment } from "../transport.ts";

/** What is known of an attachment before it is made. */
export type AttachmentName = Omit<Attachment, "content">;

export const ticketsFile: AttachmentName = { filename: "tickets.pdf", mediaType: "application/pdf" };
export const calendarFile: AttachmentName = { filename: "booking.ics", mediaType: "text/calendar; charset=utf-8; method=PUBLISH" };
export const cancellationFile: AttachmentName = { filename: "cancelled.ics", mediaType: "text/calendar; charset=utf-8; method=CANCEL" };

/** The code of a booking's ticket, counted from 1, as the HTML of its mail shows it. */
export const codeImage = (bookingId: string, place: number): AttachmentName => ({
  filename: `ticket-${place}.png`,
  mediaType: "image/png",
  contentId: `ticket-${place}.${bookingId}@marquee`,
});

/** Which of a booking's files a kind of mail takes along. */
export type TakenAlong = "TICKETS" | "CALENDAR" | "CANCELLATION";
const takenAlong: Partial<Record<MailKind, TakenAlong>> = {
  "booking-confirmed": "TICKETS",
  "booking-changed": "TICKETS",
  // What is printed on the tickets has changed, and how long their codes are good.
  "showtime-changed": "TICKETS",
  "booking-cancelled": "CANCELLATION",
  "showtime-cancelled": "CANCELLATION",
};

/** Of every payload with seats that a booking has. */
const BookedSeats = z.object({ bookingId: z.string(), seats: z.array(z.object({ id: z.string() })) });

/** What a mail takes along and of which booking, as its payload says; null for nothing. Of a booking that still has seats nothing is cancelled. */
export function takenAlongBy(kind: MailKind, payload: unknown): { what: TakenAlong; bookingId: string; seatIds: string[] } | null {
  const what = takenAlong[kind];
  const booking = what && BookedSeats.safeParse(payload).data;
  if (what === undefined || booking === undefined) return null;
  const seatIds = booking.seats.map(({ id }) => id);
  return { what: what === "CANCELLATION" && seatIds.length > 0 ? "CALENDAR" : what, bookingId: booking.bookingId, seatIds };
}

/**
 * The files that a mail takes along, as far as its payload says: what `attachmentsOf` makes unless the booking has changed since. It asks nobody and makes
 * nothing.
 */
export function attachmentNames(kind: MailKind, payload: unknown): AttachmentName[] {
  const along = takenAlongBy(kind, payload);
  if (along === null) return [];
  if (along.what === "CANCELLATION") return [cancellationFile];
  if (along.what === "CALENDAR") return [calendarFile];
  const shown = Math.min(along.seatIds.length, limits.mailTicketsAttachedMax);
  return [ticketsFile, calendarFile, ...Array.from({ length: shown }, (_, place) => codeImage(along.bookingId, place + 1))];
}
