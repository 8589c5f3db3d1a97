import { and, eq, exists, gt, isNotNull, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import type { NewKey, RotateKey } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { AdminCtx } from "../platform/context.ts";
import { sha256 } from "../platform/digest.ts";
import { mintKey } from "./api-key.ts";
import { deleteExpiredKeys, insertKeyWithinLimit, shown } from "./create-key.ts";
import { forgetApp } from "./forget-app.ts";
import { getApp, requireKey, toApiKey } from "./read.ts";
import { apiKeys, apps } from "./tables.ts";

type Rotation = RotateKey & { appId: string };
interface WebKey {
  key: string;
  hash: string;
}

/**
 * A new key in place of one of the app's (`keyId`), or of all of this kind. It may do what one of those could, and takes over the name where it
 * replaces a single one. The old ones go on working for `graceSeconds`. It also takes the place of the key that the platform's own web app
 * uses. Throws APP_NOT_FOUND, KEY_NOT_FOUND, KEY_LIMIT_REACHED; nothing has changed then.
 */
export async function rotateKey(ctx: AdminCtx, rotation: Rotation): Promise<NewKey> {
  const { appId, kind, keyId, graceSeconds } = rotation;
  const { webPublishableKey } = await getApp(ctx, appId);
  const webKey = webPublishableKey === null ? null : { key: webPublishableKey, hash: await sha256(webPublishableKey) };
  const nowMs = ctx.now();
  const untilMs = nowMs + graceSeconds * 1000;
  const { key, row } = await mintKey(kind, appId, nowMs);
  const made = exists(ctx.db.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.id, row.id)));
  const [, [inserted]] = await ctx.db.batch([
    deleteExpiredKeys(ctx, appId),
    insertKeyWithinLimit(ctx, row, inheritance(rotation)),
    auditRowIfChanged(ctx, { appId, action: "key.rotated", subject: row.id, after: { kind, keyId, graceSeconds, last4: row.last4 } }),
    ctx.db
      .update(apiKeys)
      .set({ expiresAt: untilMs })
      .where(and(replaced(rotation), ne(apiKeys.id, row.id), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, untilMs)), made)),
    ...(kind === "PUBLISHABLE" ? [replaceWebKey(ctx, rotation, { webKey, key, made })] : []),
  ]);
  forgetApp(appId);
  if (inserted !== undefined) return { key: toApiKey(inserted), ...shown(kind, key) };
  if (keyId !== undefined) await requireKey(ctx, { appId, keyId, kind });
  throw new AppError("KEY_LIMIT_REACHED", { keysMax: limits.appKeysMax });
}

/** The keys in whose place the new one comes. */
const replaced = ({ appId, kind, keyId }: Rotation): SQL =>
  sql`${apiKeys.appId} = ${appId} AND ${apiKeys.kind} = ${kind}${keyId === undefined ? sql`` : sql` AND ${apiKeys.id} = ${keyId}`}`;

/** What the new key has from those that it replaces, read in the statement that makes it. A key without a list passes on that it has none. */
function inheritance(rotation: Rotation): { name: SQL; scopes: SQL; when: SQL } {
  const those = replaced(rotation);
  return {
    name: sql`(SELECT CASE WHEN count(*) = 1 THEN max(${apiKeys.name}) END FROM ${apiKeys} WHERE ${those})`,
    scopes: sql`(SELECT CASE WHEN count(*) > 0 AND count(*) = count(${apiKeys.scopes}) THEN
      (SELECT json_group_array(DISTINCT listed.value) FROM ${apiKeys}, json_each(${apiKeys.scopes}) AS listed WHERE ${those}) END
      FROM ${apiKeys} WHERE ${those})`,
    when: rotation.keyId === undefined ? sql`TRUE` : sql`EXISTS (SELECT 1 FROM ${apiKeys} WHERE ${those})`,
  };
}

function replaceWebKey(ctx: AdminCtx, rotation: Rotation, { webKey, key, made }: { webKey: WebKey | null; key: string; made: SQL }) {
  const isReplaced =
    rotation.keyId === undefined || webKey === null
      ? isNotNull(apps.webPublishableKey)
      : sql`${apps.webPublishableKey} = ${webKey.key} AND EXISTS (
          SELECT 1 FROM ${apiKeys} WHERE ${replaced(rotation)} AND ${apiKeys.hash} = ${webKey.hash})`;
  return ctx.db
    .update(apps)
    .set({ webPublishableKey: key })
    .where(and(eq(apps.id, rotation.appId), isReplaced, made));
}
