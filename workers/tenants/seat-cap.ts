import { eq } from "drizzle-orm";
import type { TenantCtx } from "../platform/context.ts";
import { apps } from "./tables.ts";

/** The most seats that one buyer may have in any showtime of the caller's app, or null if the app leaves that to its showtimes. */
export async function readSeatCap(ctx: TenantCtx): Promise<number | null> {
  const app = await ctx.db.select({ cap: apps.maxSeatsPerUser }).from(apps).where(eq(apps.id, ctx.tenant.appId)).get();
  return app?.cap ?? null;
}
