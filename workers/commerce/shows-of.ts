import { eq } from "drizzle-orm";
import { listings, showtimes, venues } from "../catalog/tables.ts";
import type { TenantCtx } from "../platform/context.ts";
import { among } from "../platform/database.ts";

/** What a person must know of a showtime to recognise their tickets. `startsAt` in ms; `ownerId`: the organizer who sells it, null for the tenant. */
export interface Show {
  showtimeId: string;
  listingId: string;
  title: string;
  posterUrl: string | null;
  startsAt: number;
  timeZone: string;
  venue: string;
  ownerId: string | null;
}

/** These showtimes of the app, by their ids. Unknown ones are left out. */
export async function showsOf(ctx: TenantCtx, showtimeIds: readonly string[]): Promise<Map<string, Show>> {
  if (showtimeIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({
      showtimeId: showtimes.id,
      listingId: listings.id,
      title: listings.title,
      posterUrl: listings.posterUrl,
      startsAt: showtimes.startsAt,
      timeZone: venues.timeZone,
      venue: venues.name,
      ownerId: listings.ownerId,
      appId: showtimes.appId,
    })
    .from(showtimes)
    .innerJoin(listings, eq(listings.id, showtimes.listingId))
    .innerJoin(venues, eq(venues.id, showtimes.venueId))
    .where(among(showtimes.id, showtimeIds));
  return new Map(rows.filter(({ appId }) => appId === ctx.tenant.appId).map(({ appId, ...show }) => [show.showtimeId, show]));
}
