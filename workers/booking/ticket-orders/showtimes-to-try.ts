import { and, asc, eq, sql } from "drizzle-orm";
import { limits } from "../../../contracts/limits.ts";
import type { BookTickets } from "../../../contracts/ticket-orders.ts";
import { listings, showtimes } from "../../catalog/tables.ts";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { showtimeOf } from "../../platform/ids.ts";

/** `hasPlaces`: it sells places without numbers. */
export interface ShowtimeToTry {
  id: string;
  hasPlaces: boolean;
}

/**
 * Where an order can be filled, the best first: the showtime that it names, or that of its seats; else the next ones of the listing, those that are on
 * sale and have enough left before the others, for what D1 was told may be a moment old. Errors: LISTING_NOT_FOUND, SHOWTIME_NOT_FOUND and
 * SEAT_NOT_FOUND, also for those of another listing; SALE_NOT_OPEN with reason CLOSED if nothing is to come.
 */
export async function showtimesToTry(ctx: TenantCtx, order: BookTickets): Promise<ShowtimeToTry[]> {
  const { eventId, showtimeId, seatIds, quantity = 0 } = order;
  const named = showtimeId ?? (seatIds && (showtimeOf(seatIds[0] ?? "") ?? ""));
  const nowMs = ctx.now();
  const isToCome = sql`${showtimes.status} = 'SCHEDULED' AND ${showtimes.startsAt} > ${nowMs} AND ${showtimes.saleClosesAt} > ${nowMs}`;
  const rows = await ctx.db
    .select({ id: showtimes.id, capacity: showtimes.capacity })
    .from(listings)
    .leftJoin(showtimes, and(eq(showtimes.listingId, listings.id), named === undefined ? isToCome : eq(showtimes.id, named)))
    .where(and(eq(listings.id, eventId), eq(listings.appId, ctx.tenant.appId), eq(listings.status, "PUBLISHED")))
    .orderBy(
      sql`ifnull(${showtimes.saleOpensAt}, 0) <= ${nowMs} DESC`,
      sql`${showtimes.seatsLeft} >= ${quantity} DESC`,
      asc(showtimes.startsAt),
    )
    .limit(limits.orderShowtimesTriedMax);
  if (rows.length === 0) throw new AppError("LISTING_NOT_FOUND");
  const found = rows.flatMap(({ id, capacity }) => (id === null ? [] : [{ id, hasPlaces: (capacity ?? 0) > 0 }]));
  if (found.length > 0) return found;
  if (showtimeId !== undefined) throw new AppError("SHOWTIME_NOT_FOUND");
  throw seatIds === undefined ? new AppError("SALE_NOT_OPEN", { reason: "CLOSED" }) : new AppError("SEAT_NOT_FOUND", { seats: seatIds });
}
