import { and, eq, type SQL } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { TenantCtx } from "./context.ts";

/** The rows that the caller may see: a user the own ones in this app, the tenant's server all of the app's. */
export const visibleTo = (ctx: TenantCtx, table: { appId: SQLiteColumn; userId: SQLiteColumn }): SQL | undefined =>
  and(eq(table.appId, ctx.tenant.appId), ctx.actor.kind === "user" ? eq(table.userId, ctx.actor.userId) : undefined);
