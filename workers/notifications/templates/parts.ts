import { z } from "zod";
import { BookedShow } from "../../../contracts/bookings.ts";
import type { HeldSeat } from "../../../contracts/seats.ts";
import { type AttachmentName, codeImage, ticketsFile } from "../attachments/attachment-names.ts";
import { money, when } from "../wording.ts";
import type { MailBlock, Row, Sum } from "./mail-content.ts";

/** A page of the web app; null where the platform's web app does not sell for this tenant. */
export const Link = z.url({ protocol: /^https?$/ }).nullable();

/** What every mail about somebody's seats says. */
export const aboutSeats = { name: z.string(), currency: z.string(), show: BookedShow, link: Link };

/** A seat as a mail names it: `Stalls · Row A · Seat 12 · Premium`. */
export const seatLine = ({ section, row, seatNumber, tier }: HeldSeat): string =>
  [section, row === null ? null : `Row ${row}`, `Seat ${seatNumber}`, tier].filter((part) => part !== null).join(" · ");

/** Seats with their prices, for a table. */
export const seatRows = (seats: readonly HeldSeat[], currency: string): Row[] =>
  seats.map((seat) => ({ name: seatLine(seat), value: money(seat.price, currency) }));

/** A moment in one line, with its zone: `Friday 15 January 2027, 19:30, Central European Standard Time`. */
export function momentLine(moment: string, timeZone: string): string {
  const at = when(moment, timeZone);
  return `${at.day}, ${at.time}, ${at.zone}`;
}

/** What goes back, as the end of a table. */
export const refundTotal = (refund: number, currency: string): Sum => ({ name: "Refund", value: money(refund, currency) });

/** That money goes back, which takes a bank its time. */
export const refundSaid = (refund: number, currency: string): string =>
  `${money(refund, currency)} goes back to the card that you paid with, usually within a few days.`;

/** The tickets that a mail takes along, and their codes: nothing if it takes none. */
export function ticketsBlock(
  { bookingId, seats }: { bookingId: string; seats: readonly HeldSeat[] },
  attached: readonly AttachmentName[],
): MailBlock[] {
  if (!attached.some(({ filename }) => filename === ticketsFile.filename)) return [];
  const there = new Set(attached.flatMap(({ contentId }) => contentId ?? []));
  const codes = seats.flatMap((seat, place) => {
    const { contentId } = codeImage(bookingId, place + 1);
    return contentId !== undefined && there.has(contentId) ? [{ contentId, label: seatLine(seat) }] : [];
  });
  const rest = codes.length < seats.length ? ` They are the first ${codes.length}; the others are on your booking's page.` : "";
  const note = `Show the code at the door, on your phone or from tickets.pdf in print. booking.ics puts the show into your calendar.${rest}`;
  return [{ block: "tickets", title: seats.length === 1 ? "Your ticket" : "Your tickets", note, codes }];
}
