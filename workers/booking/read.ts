import { and, desc, eq, gt, lte, or, type SQL } from "drizzle-orm";
import type { Booking, BookingQuery, BookingWithShow, Reservation, ReservationQuery } from "../../contracts/bookings.ts";
import type { Page } from "../../contracts/envelope.ts";
import type { SeatPage, SeatQuery } from "../../contracts/seats.ts";
import { describeShowtimes } from "../catalog/read.ts";
import { AppError } from "../platform/app-error.ts";
import { granted } from "../platform/call-object.ts";
import type { TenantCtx } from "../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../platform/cursor.ts";
import { showtimeOf } from "../platform/ids.ts";
import { visibleTo } from "../platform/visible-rows.ts";
import { recentRead } from "./recent-reads.ts";
import { askLedger } from "./showtime-ledger.ts";
import { bookings, reservations } from "./tables.ts";

const iso = (ms: number): string => new Date(ms).toISOString();

/** Drafts are shown to the tenant's server alone. */
const mayShow = (ctx: TenantCtx, published: boolean): boolean => published || ctx.tenant.keyKind === "SECRET";

/** A page of a showtime's seats with their status, from the showtime's object. SHOWTIME_NOT_FOUND. */
export async function listSeats(ctx: TenantCtx, { entityId, status, limit, cursor }: SeatQuery): Promise<SeatPage> {
  const query = { ...(status && { status }), limit, after: Number(cursor ?? 0) };
  const { page, published } = granted(await askLedger(ctx, entityId, { idempotent: true }, (ledger) => ledger.seats(query)));
  if (!mayShow(ctx, published)) throw new AppError("SHOWTIME_NOT_FOUND");
  return page;
}

/** The layout as JSON text, or null if `knownVersion` is still the current one. SHOWTIME_NOT_FOUND. */
export async function readSeatMap(
  ctx: TenantCtx,
  showtimeId: string,
  knownVersion: number | null,
): Promise<{ json: string | null; version: number }> {
  const layout = await recentRead(ctx.tenant.appId, showtimeId, `layout ${knownVersion}`, ctx.now(), async () =>
    granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.seatMap(knownVersion))),
  );
  if (!mayShow(ctx, layout.published)) throw new AppError("SHOWTIME_NOT_FOUND");
  return layout;
}

/** The availability bitmap, at most 100 ms old. SHOWTIME_NOT_FOUND. */
export async function readAvailability(ctx: TenantCtx, showtimeId: string): Promise<Uint8Array> {
  const { bytes, published } = await recentRead(ctx.tenant.appId, showtimeId, "bitmap", ctx.now(), async () =>
    granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.availability())),
  );
  if (!mayShow(ctx, published)) throw new AppError("SHOWTIME_NOT_FOUND");
  return bytes;
}

/** A reservation as its object has it at this moment: what recovers a checkout after a reload. RESERVATION_NOT_FOUND, RESERVATION_NOT_YOURS. */
export async function getReservation(ctx: TenantCtx, token: string): Promise<Reservation> {
  const showtimeId = showtimeOf(token);
  if (showtimeId === null) throw new AppError("RESERVATION_NOT_FOUND");
  const userId = ctx.actor.kind === "user" ? ctx.actor.userId : null;
  return granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.reservation({ userId, token }))).reservation;
}

/** The caller's reservations, newest first. One whose time is over counts as expired, whether or not its object has said so yet. */
export async function listReservations(ctx: TenantCtx, query: ReservationQuery): Promise<Page<Reservation>> {
  const now = ctx.now();
  const lapsed = and(eq(reservations.status, "ACTIVE"), lte(reservations.expiresAt, now));
  const ofStatus: Record<string, SQL | undefined> = {
    ACTIVE: and(eq(reservations.status, "ACTIVE"), gt(reservations.expiresAt, now)),
    EXPIRED: or(eq(reservations.status, "EXPIRED"), lapsed),
  };
  const rows = await ctx.db
    .select()
    .from(reservations)
    .where(
      and(
        visibleTo(ctx, reservations),
        query.status && (ofStatus[query.status] ?? eq(reservations.status, query.status)),
        query.entityId === undefined ? undefined : eq(reservations.showtimeId, query.entityId),
        olderThan(query.cursor, reservations.createdAt, reservations.token),
      ),
    )
    .orderBy(desc(reservations.createdAt), desc(reservations.token))
    .limit(query.limit + 1);
  return toPage(
    rows,
    query.limit,
    (row) => encodeCursor(row.createdAt, row.token),
    (row) => reservationView(row, now),
  );
}

/** A booking in the caller's view, with the show that it is for. BOOKING_NOT_FOUND. */
export async function getBooking(ctx: TenantCtx, bookingId: string): Promise<BookingWithShow> {
  const row = await ctx.db
    .select()
    .from(bookings)
    .where(and(visibleTo(ctx, bookings), eq(bookings.id, bookingId)))
    .get();
  if (row === undefined) throw new AppError("BOOKING_NOT_FOUND");
  const shows = await describeShowtimes(ctx.db, ctx.tenant.appId, [row.showtimeId]);
  return { ...bookingView(row), show: shows.get(row.showtimeId) ?? null };
}

/** The caller's bookings, newest first. */
export async function listBookings(ctx: TenantCtx, query: BookingQuery): Promise<Page<BookingWithShow>> {
  const rows = await ctx.db
    .select()
    .from(bookings)
    .where(
      and(
        visibleTo(ctx, bookings),
        query.status && eq(bookings.status, query.status),
        olderThan(query.cursor, bookings.createdAt, bookings.id),
      ),
    )
    .orderBy(desc(bookings.createdAt), desc(bookings.id))
    .limit(query.limit + 1);
  const shows = await describeShowtimes(ctx.db, ctx.tenant.appId, [...new Set(rows.map((row) => row.showtimeId))]);
  return toPage(
    rows,
    query.limit,
    (row) => encodeCursor(row.createdAt, row.id),
    (row) => ({ ...bookingView(row), show: shows.get(row.showtimeId) ?? null }),
  );
}

/** A reservation as people see it: one whose time is over counts as expired, whether or not its object has said so yet. */
export const reservationView = (row: typeof reservations.$inferSelect, nowMs: number): Reservation => ({
  reservationToken: row.token,
  status: row.status === "ACTIVE" && row.expiresAt <= nowMs ? "EXPIRED" : row.status,
  userId: row.userId,
  showtimeId: row.showtimeId,
  seats: row.seats,
  price: row.price,
  currency: row.currency,
  pricing: row.pricing,
  exchanges: row.exchanges,
  waitlistId: row.waitlistId,
  expiresAt: iso(row.expiresAt),
  bookingId: row.bookingId,
  createdAt: iso(row.createdAt),
});

export const bookingView = (row: typeof bookings.$inferSelect): Booking => ({
  bookingId: row.id,
  status: row.status,
  userId: row.userId,
  appId: row.appId,
  showtimeId: row.showtimeId,
  reservationToken: row.reservationToken,
  seats: row.seats,
  amount: row.amount,
  currency: row.currency,
  paymentId: row.paymentId,
  paymentStatus: row.paymentStatus,
  payments: row.payments,
  refundedAmount: row.refundedAmount,
  carriedAmount: row.carriedAmount,
  transferredAmount: row.transferredAmount,
  cancelledSeats: row.cancelledSeats,
  exchangedFrom: row.exchangedFrom,
  exchangedTo: row.exchangedTo,
  bookingDate: iso(row.createdAt),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
});
