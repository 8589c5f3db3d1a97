import { eq } from "drizzle-orm";
import type { RebuildSearch } from "../../../contracts/catalogue-search.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRow } from "../../platform/audit.ts";
import type { AdminCtx } from "../../platform/context.ts";
import { apps } from "../../tenants/tables.ts";
import { startBuilding } from "./build-index.ts";

/**
 * Has the search index of an app, or of all, made anew from D1 in the background; searches go on meanwhile. Again: the same. Throws APP_NOT_FOUND.
 */
export async function rebuildSearch(ctx: AdminCtx, { appId }: RebuildSearch): Promise<{ appId: string | null }> {
  if (appId !== undefined) {
    const app = await ctx.db.select({ id: apps.id }).from(apps).where(eq(apps.id, appId)).get();
    if (app === undefined) throw new AppError("APP_NOT_FOUND");
  }
  await auditRow(ctx, { action: "search.rebuilt", subject: appId ?? "all", ...(appId !== undefined && { appId }) });
  await startBuilding(ctx, appId ?? null);
  return { appId: appId ?? null };
}
