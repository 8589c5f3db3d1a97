import type { AppWithKeys, CreateApp } from "../../contracts/tenants.ts";
import { auditRow } from "../platform/audit.ts";
import type { AdminCtx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { mintKey } from "./api-key.ts";
import { toApp } from "./read.ts";
import { apiKeys, apps } from "./tables.ts";

/** Registers an app with one key of each kind. The answer is the only place where the keys are ever shown. */
export async function createApp(ctx: AdminCtx, input: CreateApp): Promise<AppWithKeys> {
  const nowMs = ctx.now();
  const unbranded = { brandColor: null, logoUrl: null, contactEmail: null };
  const row = {
    id: newId("app", nowMs),
    ...input,
    ...unbranded,
    isActive: true,
    webPublishableKey: null,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
  const [publishable, secret] = await Promise.all([mintKey("PUBLISHABLE", row.id, nowMs), mintKey("SECRET", row.id, nowMs)]);
  const app = toApp(row);
  await ctx.db.batch([
    ctx.db.insert(apps).values(row),
    ctx.db.insert(apiKeys).values([publishable.row, secret.row]),
    auditRow(ctx, { appId: row.id, action: "app.created", subject: row.id, after: app }),
  ]);
  return { app, publishableKey: publishable.key, secretKey: secret.key };
}
