import { and, eq } from "drizzle-orm";
import type { Listing, UpdateBus, UpdateListing } from "../../contracts/listings.ts";
import type { Domain } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { TenantCtx } from "../platform/context.ts";
import { announceFacts } from "../platform/outbox.ts";
import { toListing } from "./answers.ts";
import { getManagedListing, managedBy } from "./managed.ts";
import { getListingInTenant } from "./read.ts";
import { listings } from "./tables.ts";
import { tellShowtimes } from "./tell-showtimes.ts";

/**
 * Changes the fields that are named and leaves the others. A status is told to the listing's showtimes whether it changed or not, so that
 * a repetition mends what an earlier attempt left undone. Throws LISTING_NOT_FOUND, FORBIDDEN; DEPENDENCY_UNAVAILABLE if a showtime could not be told:
 * then the change stands, and the same request again completes it.
 */
export async function updateListing(
  ctx: TenantCtx,
  { domain, id, changes }: { domain: Domain; id: string; changes: UpdateListing | UpdateBus },
): Promise<Listing> {
  const { listing: before } = await getManagedListing(ctx, { domain, id });
  const fields = Object.keys(changes) as (keyof typeof changes)[];
  const [changed] = await ctx.db.batch([
    ctx.db
      .update(listings)
      .set({ ...changes, updatedAt: ctx.now() })
      .where(and(eq(listings.id, id), eq(listings.appId, ctx.tenant.appId), eq(listings.domain, domain), managedBy(ctx)))
      .returning({ id: listings.id }),
    auditRowIfChanged(ctx, {
      action: "listing.update",
      subject: id,
      before: Object.fromEntries(fields.map((field) => [field, before[field]])),
      after: changes,
    }),
  ]);
  if (changed.length === 0) throw new AppError("LISTING_NOT_FOUND");
  announceFacts(ctx);
  if (changes.status !== undefined) await tellShowtimes(ctx, id);
  return toListing(await getListingInTenant(ctx, { domain, id }));
}
