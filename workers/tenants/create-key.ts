import { and, eq, lte, type SQL, sql } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import type { CreateKey, KeyKind, NewKey } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { AdminCtx } from "../platform/context.ts";
import { mintKey } from "./api-key.ts";
import { getApp, toApiKey } from "./read.ts";
import { apiKeys } from "./tables.ts";

/** A further key of an app, shown here and never again. Without `scopes` it may do all that its kind may. Throws APP_NOT_FOUND, KEY_LIMIT_REACHED. */
export async function createKey(ctx: AdminCtx, { appId, kind, ...terms }: CreateKey & { appId: string }): Promise<NewKey> {
  await getApp(ctx, appId);
  const { name = null, scopes = null, expiresAt } = terms;
  const expiresAtMs = expiresAt === undefined ? null : Date.parse(expiresAt);
  const { key, row } = await mintKey(kind, appId, ctx.now(), { name, scopes, expiresAt: expiresAtMs });
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

type KeyRow = typeof apiKeys.$inferSelect;

/**
 * The insertion that leaves no room for one key too many, however many are made at once: no row comes back where the limit is reached.
 * `inherited`: what is yet to be found of the row, and on what further condition it is made.
 */
export const insertKeyWithinLimit = (ctx: AdminCtx, row: KeyRow, inherited?: { name: SQL; scopes: SQL; when: SQL }) =>
  ctx.db
    .insert(apiKeys)
    .select(
      sql`SELECT ${valuesOf(row, inherited)}
          WHERE (SELECT count(*) FROM ${apiKeys} WHERE ${apiKeys.appId} = ${row.appId}) < ${limits.appKeysMax}
            AND ${inherited?.when ?? sql`TRUE`}`,
    )
    .returning();

/** A key's values in the order of its table's columns. */
export const valuesOf = (row: KeyRow, { name, scopes }: { name?: SQL; scopes?: SQL } = {}): SQL => {
  const listed = row.scopes && JSON.stringify(row.scopes);
  return sql`${row.id}, ${row.appId}, ${row.kind}, ${row.hash}, ${row.last4}, ${row.createdAt}, ${row.expiresAt},
    ${name ?? row.name}, ${scopes ?? listed}, ${row.lastUsedAt}`;
};

export const shown = (kind: KeyKind, key: string) => (kind === "SECRET" ? { secretKey: key } : { publishableKey: key });
