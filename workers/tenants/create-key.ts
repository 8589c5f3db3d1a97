import { and, eq, lte, sql } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import type { CreateKey, KeyKind, NewKey } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { AdminCtx } from "../platform/context.ts";
import { mintKey } from "./api-key.ts";
import { getApp, toApiKey } from "./read.ts";
import { apiKeys } from "./tables.ts";

/** A further key of an app, shown here and never again. Throws APP_NOT_FOUND, KEY_LIMIT_REACHED. */
export async function createKey(ctx: AdminCtx, { appId, kind, expiresAt }: CreateKey & { appId: string }): Promise<NewKey> {
  await getApp(ctx, appId);
  const { key, row } = await mintKey(kind, appId, ctx.now(), expiresAt === undefined ? null : Date.parse(expiresAt));
  const [, made] = await ctx.db.batch([
    deleteExpiredKeys(ctx, appId),
    insertKeyWithinLimit(ctx, row),
    auditRowIfChanged(ctx, { appId, action: "key.created", subject: row.id, after: toApiKey(row) }),
  ]);
  if (made.length === 0) throw new AppError("KEY_LIMIT_REACHED", { keysMax: limits.appKeysMax });
  return { key: toApiKey(row), ...shown(kind, key) };
}

/** Keys past their time only count towards the limit, so they go when a new one comes. */
export const deleteExpiredKeys = (ctx: AdminCtx, appId: string) =>
  ctx.db.delete(apiKeys).where(and(eq(apiKeys.appId, appId), lte(apiKeys.expiresAt, ctx.now())));

/** The insertion that leaves no room for one key too many, however many are made at once: no row comes back where the limit is reached. */
export const insertKeyWithinLimit = (ctx: AdminCtx, row: typeof apiKeys.$inferSelect) =>
  ctx.db
    .insert(apiKeys)
    .select(
      sql`SELECT ${row.id}, ${row.appId}, ${row.kind}, ${row.hash}, ${row.last4}, ${row.createdAt}, ${row.expiresAt}
          WHERE (SELECT count(*) FROM ${apiKeys} WHERE ${apiKeys.appId} = ${row.appId}) < ${limits.appKeysMax}`,
    )
    .returning({ id: apiKeys.id });

export const shown = (kind: KeyKind, key: string) => (kind === "SECRET" ? { secretKey: key } : { publishableKey: key });
