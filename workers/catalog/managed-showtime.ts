import { and, eq } from "drizzle-orm";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import type { Place } from "./answers.ts";
import { requireManagedShowtime } from "./managed.ts";
import { listings, type ShowtimeRow, showtimes, venues } from "./tables.ts";

export interface ManagedShowtime {
  showtime: ShowtimeRow;
  place: Place;
  published: boolean;
}

/** The showtime as it is, if the caller manages its listing. SHOWTIME_NOT_FOUND, also for somebody else's draft; FORBIDDEN for somebody else's. */
export async function getManagedShowtime(ctx: TenantCtx, showtimeId: string): Promise<ManagedShowtime> {
  await requireManagedShowtime(ctx, showtimeId);
  return getShowtimeInTenant(ctx, showtimeId);
}

/** For the verbs: a showtime of the app as it is, whoever asks. SHOWTIME_NOT_FOUND. */
export async function getShowtimeInTenant(ctx: TenantCtx, showtimeId: string): Promise<ManagedShowtime> {
  const found = await ctx.db
    .select({
      showtime: showtimes,
      place: { id: venues.id, name: venues.name, city: venues.city, timeZone: venues.timeZone },
      status: listings.status,
    })
    .from(showtimes)
    .innerJoin(venues, eq(venues.id, showtimes.venueId))
    .innerJoin(listings, eq(listings.id, showtimes.listingId))
    .where(and(eq(showtimes.id, showtimeId), eq(showtimes.appId, ctx.tenant.appId)))
    .get();
  if (found === undefined) throw new AppError("SHOWTIME_NOT_FOUND");
  const { status, ...rest } = found;
  return { ...rest, published: status === "PUBLISHED" };
}
