import type { CreateVenue, Venue } from "../../contracts/venues.ts";
import { auditRow } from "../platform/audit.ts";
import type { TenantCtx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { toVenue } from "./answers.ts";
import { countSeats } from "./layout.ts";
import { type VenueRow, venueSections, venues } from "./tables.ts";

/** Makes a venue with the seats of its layout. Throws VALIDATION_FAILED for too many seats, or for two that could not be told apart. */
export async function createVenue(ctx: TenantCtx, { layout, ...venue }: CreateVenue): Promise<Venue> {
  const seatCount = layout ? countSeats(layout) : 0;
  const nowMs = ctx.now();
  const row: VenueRow = { id: newId("venue", nowMs), appId: ctx.tenant.appId, ...venue, seatCount, createdAt: nowMs, updatedAt: nowMs };
  const sections = layout?.sections ?? [];
  await ctx.db.batch([
    ctx.db.insert(venues).values(row),
    auditRow(ctx, { action: "venue.create", subject: row.id, after: { ...venue, seatCount } }),
    ...sections.map((section, position) => ctx.db.insert(venueSections).values({ venueId: row.id, position, layout: section })),
  ]);
  return toVenue(row);
}
