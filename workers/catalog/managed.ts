import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Domain } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import type { ListingFound } from "./answers.ts";
import { getListingInTenant } from "./read.ts";
import { listings, showtimes } from "./tables.ts";

/** Whose a listing is that the caller makes: an organizer's own, or the tenant's own, which is nobody's. */
export const ownerFor = (ctx: TenantCtx): string | null => (ctx.actor.kind === "user" ? ctx.actor.userId : null);

/** What of the app's listings the caller manages: an organizer their own, the tenant's server all. For the condition of every write. */
export const managedBy = (ctx: TenantCtx): SQL => (ctx.actor.kind === "user" ? eq(listings.ownerId, ctx.actor.userId) : sql`TRUE`);

/**
 * The listing, if the caller manages it. Throws LISTING_NOT_FOUND, also for somebody else's draft, of which nobody is to know; FORBIDDEN for
 * somebody else's published one, which everybody can see anyway.
 */
export async function getManagedListing(ctx: TenantCtx, { domain, id }: { domain: Domain; id: string }): Promise<ListingFound> {
  const found = await getListingInTenant(ctx, { domain, id });
  const { ownerId, status } = found.listing;
  if (ctx.actor.kind !== "user" || ownerId === ctx.actor.userId) return found;
  throw new AppError(status === "DRAFT" ? "LISTING_NOT_FOUND" : "FORBIDDEN");
}

/** Lets through whoever manages the listing of this showtime. Throws SHOWTIME_NOT_FOUND, also for somebody else's draft; FORBIDDEN as for listings. */
export async function requireManagedShowtime(ctx: TenantCtx, showtimeId: string): Promise<void> {
  const found = await ctx.db
    .select({ ownerId: listings.ownerId, status: listings.status })
    .from(showtimes)
    .innerJoin(listings, eq(listings.id, showtimes.listingId))
    .where(and(eq(showtimes.id, showtimeId), eq(showtimes.appId, ctx.tenant.appId)))
    .get();
  if (found === undefined) throw new AppError("SHOWTIME_NOT_FOUND");
  if (ctx.actor.kind !== "user" || found.ownerId === ctx.actor.userId) return;
  throw new AppError(found.status === "DRAFT" ? "SHOWTIME_NOT_FOUND" : "FORBIDDEN");
}
