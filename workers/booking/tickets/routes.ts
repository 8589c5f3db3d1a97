import type { Context } from "hono";
import { z } from "zod";
import { pageOf } from "../../../contracts/envelope.ts";
import { limits } from "../../../contracts/limits.ts";
import { Ticket } from "../../../contracts/tickets.ts";
import { Id } from "../../../contracts/values.ts";
import type { AppEnv } from "../../gateway/app-env.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { respond } from "../../gateway/respond.ts";
import { calendarOf } from "./calendar.ts";
import { qrSvg } from "./qr-code.ts";
import { getBookedShow, getPrintableTicket, listTickets, printableTickets } from "./read.ts";
import { seatLabel } from "./ticket-token.ts";

export const ticketRoutes = new Endpoints("Tickets and the door", "bookings");

const BookingPath = z.strictObject({ bookingId: Id });
const TicketPath = z.strictObject({ id: Id });
/** A one-time ticket of POST /ws-tickets, for links. */
const LinkQuery = z.strictObject({ ticket: z.string().max(limits.ticketCharsMax).optional() });

ticketRoutes.get(
  "/api/v1/bookings/{bookingId}/tickets",
  {
    operationId: "listTickets",
    summary: "The tickets of a booking, one a seat",
    description:
      "Those of seats that were given back are VOID. `token` is what the QR code holds: a JWS of type `ticket+jwt` whose key is in /.well-known/jwks.json.",
    access: "userOrServer",
    params: BookingPath,
    answer: pageOf(Ticket).meta({ example: { items: [Ticket.meta()?.example], nextCursor: null } }),
    errors: ["BOOKING_NOT_FOUND"],
  },
  async (ctx, { params }) => ({ items: await listTickets(ctx, params.bookingId), nextCursor: null }),
);

ticketRoutes.get(
  "/api/v1/bookings/{bookingId}/tickets.pdf",
  {
    operationId: "printTickets",
    summary: "The tickets of a booking to print, one a page",
    access: "link",
    params: BookingPath,
    query: LinkQuery,
    answer: { mediaType: "application/pdf", description: "The file." },
    errors: ["BOOKING_NOT_FOUND", "TICKET_NOT_VALID"],
  },
  async (ctx, { params }, c) => {
    const tickets = await printableTickets(ctx, params.bookingId);
    const { ticketPdf } = await import("./ticket-pdf.ts");
    return file(c, await ticketPdf(tickets, ctx.now()), { type: "application/pdf", name: `${params.bookingId}.pdf` });
  },
);

ticketRoutes.get(
  "/api/v1/tickets/{id}/ticket.pdf",
  {
    operationId: "printTicket",
    summary: "A ticket to print",
    access: "link",
    params: TicketPath,
    query: LinkQuery,
    answer: { mediaType: "application/pdf", description: "The file." },
    errors: ["TICKET_NOT_FOUND", "TICKET_NOT_VALID"],
  },
  async (ctx, { params }, c) => {
    const ticket = await getPrintableTicket(ctx, params.id);
    const { ticketPdf } = await import("./ticket-pdf.ts");
    return file(c, await ticketPdf([ticket], ctx.now()), { type: "application/pdf", name: `${params.id}.pdf` });
  },
);

ticketRoutes.get(
  "/api/v1/tickets/{id}/qr.svg",
  {
    operationId: "drawTicket",
    summary: "The QR code of a ticket",
    description: "Correction level M with its quiet zone; it holds the ticket's token.",
    access: "link",
    params: TicketPath,
    query: LinkQuery,
    answer: { mediaType: "image/svg+xml", description: "The drawing." },
    errors: ["TICKET_NOT_FOUND", "TICKET_NOT_VALID"],
  },
  async (ctx, { params }, c) => {
    const { ticket } = await getPrintableTicket(ctx, params.id);
    const drawing = qrSvg(ticket.token, `Ticket for ${seatLabel(ticket.seat)}`);
    return file(c, drawing, { type: "image/svg+xml", name: `${params.id}.svg` });
  },
);

ticketRoutes.get(
  "/api/v1/bookings/{bookingId}/calendar.ics",
  {
    operationId: "getCalendar",
    summary: "A booking as a calendar entry, with an alarm a day before",
    access: "link",
    params: BookingPath,
    query: LinkQuery,
    answer: { mediaType: "text/calendar", description: "An iCalendar file." },
    errors: ["BOOKING_NOT_FOUND"],
  },
  async (ctx, { params }, c) => {
    const { booking, show } = await getBookedShow(ctx, params.bookingId);
    const home = ctx.env.PUBLIC_URL || ctx.ownOrigin;
    const url = home === null ? null : `${home}/bookings/${booking.bookingId}`;
    const entry = calendarOf({ booking, show, url, nowMs: ctx.now() });
    return file(c, entry, { type: "text/calendar; charset=utf-8; method=PUBLISH", name: `${params.bookingId}.ics` });
  },
);

/** A file of the caller's own. Its name is made of an id, which is plain letters. */
const file = (c: Context<AppEnv>, content: string | Uint8Array, { type, name }: { type: string; name: string }): Response =>
  respond(c, typeof content === "string" ? content : content.slice(), 200, {
    "content-type": type,
    "content-disposition": `${type.startsWith("image/") ? "inline" : "attachment"}; filename="${name}"`,
    "Cache-Control": "private, no-store",
  });
