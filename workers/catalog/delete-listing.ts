import { and, eq, sql } from "drizzle-orm";
import type { Listing } from "../../contracts/listings.ts";
import type { Domain } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { TenantCtx } from "../platform/context.ts";
import { announceFacts } from "../platform/outbox.ts";
import { toListing } from "./answers.ts";
import { getManagedListing, managedBy } from "./managed.ts";
import { listings } from "./tables.ts";

/** Deletes a listing that has no showtimes, and answers what it was. Throws LISTING_HAS_SHOWTIMES, LISTING_NOT_FOUND, FORBIDDEN. */
export async function deleteListing(ctx: TenantCtx, { domain, id }: { domain: Domain; id: string }): Promise<Listing> {
  const { listing: before } = await getManagedListing(ctx, { domain, id });
  const [[deleted]] = await ctx.db.batch([
    ctx.db
      .delete(listings)
      .where(
        and(
          eq(listings.id, id),
          eq(listings.appId, ctx.tenant.appId),
          eq(listings.domain, domain),
          managedBy(ctx),
          sql`NOT EXISTS (SELECT 1 FROM showtimes AS s WHERE s.listing_id = listings.id)`,
        ),
      )
      .returning(),
    auditRowIfChanged(ctx, { action: "listing.delete", subject: id, before }),
  ]);
  announceFacts(ctx);
  if (deleted !== undefined) return toListing({ listing: deleted, next: null, place: null, showtimeCount: 0 });
  await getManagedListing(ctx, { domain, id });
  throw new AppError("LISTING_HAS_SHOWTIMES");
}
