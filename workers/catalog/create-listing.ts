import type { CreateBus, CreateListing, Listing } from "../../contracts/listings.ts";
import type { Domain } from "../../contracts/tenants.ts";
import { auditRow } from "../platform/audit.ts";
import type { TenantCtx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { announceFacts } from "../platform/outbox.ts";
import { toListing } from "./answers.ts";
import { ownerFor } from "./managed.ts";
import { type ListingRow, listings } from "./tables.ts";

const idKinds = { EVENT: "event", MOVIE: "movie", BUS: "bus" } as const satisfies Record<Domain, string>;

/** Makes a listing, an organizer's own or the tenant's: a draft unless it says PUBLISHED. */
export async function createListing(
  ctx: TenantCtx,
  { domain, listing }: { domain: Domain; listing: CreateListing | CreateBus },
): Promise<Listing> {
  const nowMs = ctx.now();
  const row: ListingRow = {
    id: newId(idKinds[domain], nowMs),
    appId: ctx.tenant.appId,
    domain,
    title: listing.title,
    description: listing.description ?? null,
    type: listing.type ?? null,
    language: listing.language ?? null,
    durationMinutes: listing.durationMinutes ?? null,
    posterUrl: listing.posterUrl ?? null,
    origin: "origin" in listing ? listing.origin : null,
    destination: "destination" in listing ? listing.destination : null,
    metadata: listing.metadata ?? {},
    status: listing.status ?? "DRAFT",
    createdAt: nowMs,
    updatedAt: nowMs,
    ownerId: ownerFor(ctx),
  };
  await ctx.db.batch([ctx.db.insert(listings).values(row), auditRow(ctx, { action: "listing.create", subject: row.id, after: listing })]);
  announceFacts(ctx);
  return toListing({ listing: row, next: null, place: null, showtimeCount: 0 });
}
