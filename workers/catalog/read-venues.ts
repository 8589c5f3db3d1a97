import { and, asc, desc, eq, lt, sql } from "drizzle-orm";
import type { Page } from "../../contracts/envelope.ts";
import type { Venue, VenueQuery, VenueWithLayout } from "../../contracts/venues.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../platform/cursor.ts";
import { toVenue } from "./answers.ts";
import { venueSections, venues } from "./tables.ts";

/** The tenant's venues, the newest first. */
export async function listVenues(ctx: TenantCtx, query: VenueQuery): Promise<Page<Venue>> {
  const { q, city, cursor, limit } = query;
  const rows = await ctx.db
    .select()
    .from(venues)
    .where(
      and(
        eq(venues.appId, ctx.tenant.appId),
        city ? sql`${venues.city} = ${city} COLLATE NOCASE` : undefined,
        q ? sql`instr(lower(${venues.name}), lower(${q})) > 0` : undefined,
        cursor === undefined ? undefined : lt(venues.id, decodeCursor(cursor, "string").id),
      ),
    )
    .orderBy(desc(venues.id))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => encodeCursor(row.id, row.id), toVenue);
}

/** A venue of the tenant with its layout, null where it has none. Throws VENUE_NOT_FOUND. */
export async function getVenue(ctx: TenantCtx, { id }: { id: string }): Promise<VenueWithLayout> {
  const [[venue], sections] = await ctx.db.batch([
    ctx.db
      .select()
      .from(venues)
      .where(and(eq(venues.id, id), eq(venues.appId, ctx.tenant.appId))),
    ctx.db
      .select({ layout: venueSections.layout })
      .from(venueSections)
      .innerJoin(venues, eq(venues.id, venueSections.venueId))
      .where(and(eq(venueSections.venueId, id), eq(venues.appId, ctx.tenant.appId)))
      .orderBy(asc(venueSections.position)),
  ]);
  if (venue === undefined) throw new AppError("VENUE_NOT_FOUND");
  return { ...toVenue(venue), layout: sections.length === 0 ? null : { sections: sections.map((section) => section.layout) } };
}
