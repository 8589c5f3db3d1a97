import { and, eq, exists, gt, isNotNull, isNull, ne, or, type SQL } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import type { NewKey, RotateKey } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { AdminCtx } from "../platform/context.ts";
import { mintKey } from "./api-key.ts";
import { deleteExpiredKeys, insertKeyWithinLimit, shown } from "./create-key.ts";
import { getApp, toApiKey } from "./read.ts";
import { apiKeys, apps } from "./tables.ts";

/**
 * A new key in place of all the app's others of this kind, which go on working for `graceSeconds`. It also takes the place of the key that the
 * platform's own web app uses. Throws APP_NOT_FOUND, KEY_LIMIT_REACHED; nothing has changed then.
 */
export async function rotateKey(ctx: AdminCtx, { appId, kind, graceSeconds }: RotateKey & { appId: string }): Promise<NewKey> {
  await getApp(ctx, appId);
  const nowMs = ctx.now();
  const untilMs = nowMs + graceSeconds * 1000;
  const { key, row } = await mintKey(kind, appId, nowMs);
  const made = exists(ctx.db.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.id, row.id)));
  const [, inserted] = await ctx.db.batch([
    deleteExpiredKeys(ctx, appId),
    insertKeyWithinLimit(ctx, row),
    auditRowIfChanged(ctx, { appId, action: "key.rotated", subject: row.id, after: { ...toApiKey(row), graceSeconds } }),
    ctx.db
      .update(apiKeys)
      .set({ expiresAt: untilMs })
      .where(
        and(
          eq(apiKeys.appId, appId),
          eq(apiKeys.kind, kind),
          ne(apiKeys.id, row.id),
          or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, untilMs)),
          made,
        ),
      ),
    ...(kind === "PUBLISHABLE" ? [replaceWebKey(ctx, appId, key, made)] : []),
  ]);
  if (inserted.length === 0) throw new AppError("KEY_LIMIT_REACHED", { keysMax: limits.appKeysMax });
  return { key: toApiKey(row), ...shown(kind, key) };
}

const replaceWebKey = (ctx: AdminCtx, appId: string, key: string, made: SQL) =>
  ctx.db
    .update(apps)
    .set({ webPublishableKey: key })
    .where(and(eq(apps.id, appId), isNotNull(apps.webPublishableKey), made));
