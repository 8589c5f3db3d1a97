import type { BookingWithShow } from "../../../contracts/bookings.ts";
import type { LedgerTicket, Refusal } from "../../../contracts/ledger.ts";
import type { Ticket } from "../../../contracts/tickets.ts";
import { getStagedShow, type StagedShow } from "../../catalog/staged-show.ts";
import { AppError } from "../../platform/app-error.ts";
import { granted } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { showtimeOf } from "../../platform/ids.ts";
import { getBooking } from "../read.ts";
import { askLedger } from "../showtime-ledger.ts";
import { spendTicket } from "./spend-ticket.ts";
import { withToken } from "./ticket-token.ts";

/** A ticket and what it is for. */
export interface TicketForShow {
  ticket: Ticket;
  show: StagedShow;
}

const userIdOf = ({ actor }: TenantCtx): string | null => (actor.kind === "user" ? actor.userId : null);

/** The tickets of a booking that the caller may see, as the showtime's object has them at this moment. BOOKING_NOT_FOUND. */
export async function listTickets(ctx: TenantCtx, bookingId: string): Promise<Ticket[]> {
  return (await ticketsOfBooking(ctx, bookingId)).map(({ ticket }) => ticket);
}

/** Those of a booking's tickets that let somebody in or have, each with its show. BOOKING_NOT_FOUND, TICKET_NOT_VALID if none does. */
export async function printableTickets(ctx: TenantCtx, bookingId: string): Promise<TicketForShow[]> {
  const valid = (await ticketsOfBooking(ctx, bookingId)).filter(({ ticket }) => ticket.status !== "VOID");
  if (valid.length === 0) throw new AppError("TICKET_NOT_VALID");
  return valid;
}

async function ticketsOfBooking(ctx: TenantCtx, bookingId: string): Promise<TicketForShow[]> {
  const { showtimeId } = await getBooking(ctx, bookingId);
  await spendTicket(ctx, showtimeId);
  const [show, { tickets }] = await Promise.all([
    getStagedShow(ctx, showtimeId),
    askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.tickets({ userId: userIdOf(ctx), bookingId })).then(granted),
  ]);
  return Promise.all(tickets.map(async (ticket) => ({ ticket: await withToken(ctx.env, ticket, show.startsAtMs), show })));
}

/** A ticket that lets somebody in or has, with its show. TICKET_NOT_FOUND, also for somebody else's; TICKET_NOT_VALID. */
export async function getPrintableTicket(ctx: TenantCtx, ticketId: string): Promise<TicketForShow> {
  const showtimeId = showtimeOf(ticketId);
  if (showtimeId === null) throw new AppError("TICKET_NOT_FOUND");
  const ticket = await ledgerTicket(ctx, showtimeId, ticketId, userIdOf(ctx));
  if (ticket.status === "VOID") throw new AppError("TICKET_NOT_VALID");
  await spendTicket(ctx, showtimeId);
  const show = await getStagedShow(ctx, showtimeId);
  return { ticket: await withToken(ctx.env, ticket, show.startsAtMs), show };
}

/** A ticket as the ledger has it. TICKET_NOT_FOUND, also where there is no such showtime here. */
export async function ledgerTicket(ctx: TenantCtx, showtimeId: string, ticketId: string, userId: string | null): Promise<LedgerTicket> {
  const answer = await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.ticket({ userId, ticketId }));
  return granted(answer.ok ? answer : asUnknownTicket(answer)).ticket;
}

/** An id that leads to no showtime here is no ticket here. */
const asUnknownTicket = (refusal: Refusal): Refusal =>
  refusal.code === "SHOWTIME_NOT_FOUND" ? { ok: false, code: "TICKET_NOT_FOUND" } : refusal;

/** A booking of the caller's and its show. BOOKING_NOT_FOUND. */
export async function getBookedShow(ctx: TenantCtx, bookingId: string): Promise<{ booking: BookingWithShow; show: StagedShow }> {
  const booking = await getBooking(ctx, bookingId);
  await spendTicket(ctx, booking.showtimeId);
  return { booking, show: await getStagedShow(ctx, booking.showtimeId) };
}
