import { and, eq } from "drizzle-orm";
import type { ApiKey } from "../../contracts/tenants.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { AdminCtx } from "../platform/context.ts";
import { sha256 } from "../platform/digest.ts";
import { forgetApp } from "./forget-app.ts";
import { getApp, requireKey, toApiKey } from "./read.ts";
import { apiKeys } from "./tables.ts";
import { takeWebKey } from "./web-key.ts";

/**
 * Deletes a key; within 30 s nobody believes in it any more. An app whose key in the platform's own web app it was, is no longer sold there.
 * Throws APP_NOT_FOUND, KEY_NOT_FOUND.
 */
export async function revokeKey(ctx: AdminCtx, { appId, keyId }: { appId: string; keyId: string }): Promise<ApiKey> {
  const { webPublishableKey } = await getApp(ctx, appId);
  const key = await requireKey(ctx, { appId, keyId });
  const isWebKey = webPublishableKey !== null && key.hash === (await sha256(webPublishableKey));
  await ctx.db.batch([
    ctx.db.delete(apiKeys).where(and(eq(apiKeys.id, keyId), eq(apiKeys.appId, appId))),
    auditRowIfChanged(ctx, { appId, action: "key.revoked", subject: keyId, before: toApiKey(key) }),
    ...(isWebKey ? await takeWebKey(ctx, appId, webPublishableKey) : []),
  ]);
  forgetApp(appId);
  return toApiKey(key);
}
