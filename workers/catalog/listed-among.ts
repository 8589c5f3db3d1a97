import { and, eq } from "drizzle-orm";
import type { Listing } from "../../contracts/listings.ts";
import type { TenantCtx } from "../platform/context.ts";
import { among } from "../platform/database.ts";
import { toListing } from "./answers.ts";
import { selectListings } from "./read.ts";
import { listings } from "./tables.ts";

/** Those of these listings that the app shows to the public at this moment, by id. */
export async function listedAmong(ctx: TenantCtx, ids: readonly string[]): Promise<Map<string, Listing>> {
  if (ids.length === 0) return new Map();
  const { appId, domain } = ctx.tenant;
  const rows = await selectListings(ctx.db, ctx.now()).where(
    and(among(listings.id, ids), eq(listings.appId, appId), eq(listings.domain, domain), eq(listings.status, "PUBLISHED")),
  );
  return new Map(rows.map((row) => [row.listing.id, toListing(row)]));
}
