import { and, eq, isNull, sql } from "drizzle-orm";
import type { AdminCtx } from "../platform/context.ts";
import { sha256 } from "../platform/digest.ts";
import { mintKey } from "./api-key.ts";
import { valuesOf } from "./create-key.ts";
import { apiKeys, apps } from "./tables.ts";

/**
 * The statements that give an app the key with which the platform's own web app sells for it, unless it has one. That key alone is kept in
 * clear, since every browser may fetch it, and it does not count towards the limit: the platform made it.
 */
export async function giveWebKey(ctx: AdminCtx, appId: string) {
  const { key, row } = await mintKey("PUBLISHABLE", appId, ctx.now());
  return [
    ctx.db
      .update(apps)
      .set({ webPublishableKey: key })
      .where(and(eq(apps.id, appId), isNull(apps.webPublishableKey))),
    ctx.db.insert(apiKeys).select(sql`SELECT ${valuesOf(row)} WHERE changes() > 0`),
  ] as const;
}

/** The statements that revoke this key and take the app out of the platform's own web app. */
export async function takeWebKey(ctx: AdminCtx, appId: string, key: string) {
  const hash = await sha256(key);
  return [
    ctx.db.delete(apiKeys).where(and(eq(apiKeys.appId, appId), eq(apiKeys.hash, hash))),
    ctx.db
      .update(apps)
      .set({ webPublishableKey: null })
      .where(and(eq(apps.id, appId), eq(apps.webPublishableKey, key))),
  ] as const;
}
