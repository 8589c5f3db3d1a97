import { and, eq } from "drizzle-orm";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import type { Database } from "../platform/database.ts";
import { listings, showtimes, venues } from "./tables.ts";

/** What is on, when and where, and how long it takes: for what people take along. `durationMinutes` null: nobody has said. */
export interface StagedShow {
  showtimeId: string;
  title: string;
  startsAtMs: number;
  durationMinutes: number | null;
  timeZone: string;
  venue: string;
  city: string;
  currency: string;
  cancelled: boolean;
}

/** The show of a showtime of the caller's own app, published or not. Throws SHOWTIME_NOT_FOUND. */
export async function getStagedShow(ctx: TenantCtx, showtimeId: string): Promise<StagedShow> {
  const show = await findStagedShow(ctx.db, { appId: ctx.tenant.appId, showtimeId });
  if (show === null) throw new AppError("SHOWTIME_NOT_FOUND");
  return show;
}

/** The same for the platform itself; null if the app has no such showtime. */
export async function findStagedShow(
  db: Database,
  { appId, showtimeId }: { appId: string; showtimeId: string },
): Promise<StagedShow | null> {
  const found = await db
    .select({
      showtimeId: showtimes.id,
      title: listings.title,
      startsAtMs: showtimes.startsAt,
      durationMinutes: listings.durationMinutes,
      timeZone: venues.timeZone,
      venue: venues.name,
      city: venues.city,
      currency: showtimes.currency,
      status: showtimes.status,
    })
    .from(showtimes)
    .innerJoin(listings, eq(listings.id, showtimes.listingId))
    .innerJoin(venues, eq(venues.id, showtimes.venueId))
    .where(and(eq(showtimes.id, showtimeId), eq(showtimes.appId, appId)))
    .get();
  if (found === undefined) return null;
  const { status, ...show } = found;
  return { ...show, cancelled: status === "CANCELLED" };
}
