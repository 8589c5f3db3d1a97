import { and, eq } from "drizzle-orm";
import { requireManagedShowtime } from "../catalog/managed.ts";
import { roleAt } from "../identity/role.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx, UserCtx } from "../platform/context.ts";
import { bookings } from "./tables.ts";

/** Where a booking is. */
interface Place {
  showtimeId: string;
  /** Of the reservation that it came from. */
  reservationToken: string;
}

/**
 * A booking that the caller may act on, and as whom: the buyer, or whoever manages its showtime and acts for every buyer, `userId` null. The tenant's
 * server manages all of them. BOOKING_NOT_FOUND for everybody else, as if there were none.
 */
export async function reachableBooking(ctx: TenantCtx, bookingId: string): Promise<Place & { userId: string | null }> {
  const { userId, ...place } = await bookingRow(ctx, bookingId);
  if (ctx.actor.kind !== "user") return { ...place, userId: null };
  if (ctx.actor.userId === userId) return { ...place, userId };
  if ((await roleAt(ctx, ctx.actor.userId)) !== "ORGANIZER") throw new AppError("BOOKING_NOT_FOUND");
  await requireManagedShowtime(ctx, place.showtimeId).catch((error: unknown) => {
    throw error instanceof AppError ? new AppError("BOOKING_NOT_FOUND") : error;
  });
  return { ...place, userId: null };
}

/** A booking of the caller's own. BOOKING_NOT_FOUND. */
export async function ownBooking(ctx: UserCtx, bookingId: string): Promise<Place> {
  const { userId, ...place } = await bookingRow(ctx, bookingId);
  if (userId !== ctx.actor.userId) throw new AppError("BOOKING_NOT_FOUND");
  return place;
}

async function bookingRow(ctx: TenantCtx, bookingId: string): Promise<Place & { userId: string }> {
  const row = await ctx.db
    .select({ showtimeId: bookings.showtimeId, reservationToken: bookings.reservationToken, userId: bookings.userId })
    .from(bookings)
    .where(and(eq(bookings.id, bookingId), eq(bookings.appId, ctx.tenant.appId)))
    .get();
  if (row === undefined) throw new AppError("BOOKING_NOT_FOUND");
  return row;
}
