import { eq } from "drizzle-orm";
import type { Booking } from "../../../contracts/bookings.ts";
import { limits } from "../../../contracts/limits.ts";
import type { MailKind } from "../../../contracts/mails.ts";
import { bookingView } from "../../booking/read.ts";
import { bookings } from "../../booking/tables.ts";
import { calendarOf } from "../../booking/tickets/calendar.ts";
import type { TicketForShow } from "../../booking/tickets/read.ts";
import { withToken } from "../../booking/tickets/ticket-token.ts";
import { seatMapOf } from "../../catalog/seat-map-of.ts";
import { findStagedShow, type StagedShow } from "../../catalog/staged-show.ts";
import { callObject } from "../../platform/call-object.ts";
import { openDatabase } from "../../platform/database.ts";
import type { Attachment } from "../transport.ts";
import { calendarFile, cancellationFile, codeImage, takenAlongBy, ticketsFile } from "./attachment-names.ts";
import { qrPng } from "./qr-png.ts";

interface Booked {
  booking: Booking;
  show: StagedShow;
}

/**
 * Makes the files that a mail takes along, of its booking as it stands at this moment: tickets to print, an entry for a calendar, and each ticket's code as a
 * picture for the HTML, at most `mailTicketsAttachedMax` of them. A booking that is gone, or has no valid ticket left, has fewer than `attachmentNames` says,
 * or none. Costs tens of milliseconds: only for what is really sent. Throws if the booking or its showtime cannot be asked now.
 */
export async function attachmentsOf(env: Env, kind: MailKind, payload: unknown, now: () => number = Date.now): Promise<Attachment[]> {
  const along = takenAlongBy(kind, payload);
  const booked = along && (await bookedShow(env, along.bookingId));
  if (along === null || booked === null) return [];
  if (along.what === "CANCELLATION") return [{ ...cancellationFile, content: cancellation(booked, now()) }];
  const [entry, tickets] = [{ ...calendarFile, content: calendarEntry(env, kind, booked, now()) }, await validTickets(env, booked)];
  if (tickets.length === 0) return [];
  if (along.what === "CALENDAR") return [entry];
  const { ticketPdf } = await import("../../booking/tickets/ticket-pdf.ts");
  const shown = tickets.slice(0, limits.mailTicketsAttachedMax);
  return [
    { ...ticketsFile, content: await ticketPdf(shown, now()) },
    entry,
    ...(await codesOf(along.bookingId, along.seatIds.slice(0, limits.mailTicketsAttachedMax), tickets)),
  ];
}

/** The pictures of those seats that the mail names and that still have a ticket. */
async function codesOf(bookingId: string, seatIds: readonly string[], tickets: readonly TicketForShow[]): Promise<Attachment[]> {
  const tokenOf = new Map(tickets.map(({ ticket }) => [ticket.seat.id, ticket.token]));
  const codes = seatIds.map(async (seatId, place) => {
    const token = tokenOf.get(seatId);
    return token === undefined ? [] : [{ ...codeImage(bookingId, place + 1), content: await qrPng(token) }];
  });
  return (await Promise.all(codes)).flat();
}

async function bookedShow(env: Env, bookingId: string): Promise<Booked | null> {
  const db = openDatabase(env);
  const row = await db.select().from(bookings).where(eq(bookings.id, bookingId)).get();
  const show = row && (await findStagedShow(db, row));
  return row === undefined || show == null ? null : { booking: bookingView(row), show };
}

/** As the showtime's object has them: a ticket that was given back a moment ago goes nowhere. */
async function validTickets(env: Env, { booking, show }: Booked): Promise<TicketForShow[]> {
  const { appId, showtimeId, bookingId } = booking;
  const answer = await callObject(() => seatMapOf(env, appId, showtimeId).tickets({ userId: null, bookingId }), { idempotent: true });
  const valid = answer.ok ? answer.tickets.filter(({ status }) => status !== "VOID") : [];
  return Promise.all(valid.map(async (ticket) => ({ ticket: await withToken(env, ticket, show.startsAtMs), show })));
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function calendarEntry({ PUBLIC_URL }: Env, kind: MailKind, { booking, show }: Booked, nowMs: number): Uint8Array {
  // A new time changes nothing of the booking: the file takes the place of the one before by the time of its making.
  const updatedAt = kind === "showtime-changed" ? new Date(nowMs).toISOString() : booking.updatedAt;
  const url = PUBLIC_URL === "" ? null : new URL(`/bookings/${booking.bookingId}`, PUBLIC_URL).href;
  return bytes(calendarOf({ booking: { ...booking, updatedAt }, show, url, nowMs }));
}

function cancellation({ booking, show }: Booked, nowMs: number): Uint8Array {
  const later = Math.max(Date.parse(booking.updatedAt), Date.parse(booking.createdAt) + 1000);
  const over = { ...booking, status: "CANCELLED" as const, updatedAt: new Date(later).toISOString() };
  return bytes(calendarOf({ booking: over, show, url: null, nowMs, method: "CANCEL" }));
}
