import { and, asc, desc, eq, isNotNull, lt } from "drizzle-orm";
import type { Page, PageQuery } from "../../contracts/envelope.ts";
import type { ApiKey, App, AppAndKeys, KeyKind, WebConfig } from "../../contracts/tenants.ts";
import { AppError } from "../platform/app-error.ts";
import type { AdminCtx, Ctx } from "../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../platform/cursor.ts";
import { keyPrefixes } from "./api-key.ts";
import { apiKeys, apps } from "./tables.ts";

type AppRow = typeof apps.$inferSelect;

export const toApp = (row: AppRow): App => ({
  appId: row.id,
  name: row.name,
  domain: row.domain,
  allowedOrigins: row.allowedOrigins,
  openOrganizers: row.openOrganizers,
  maxSeatsPerUser: row.maxSeatsPerUser,
  webApp: row.webPublishableKey !== null,
  brand: { color: row.brandColor, logoUrl: row.logoUrl, contactEmail: row.contactEmail },
  isActive: row.isActive,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export const toApiKey = (row: Omit<typeof apiKeys.$inferSelect, "hash" | "appId">): ApiKey => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  scopes: row.scopes,
  prefix: keyPrefixes[row.kind],
  last4: row.last4,
  createdAt: new Date(row.createdAt).toISOString(),
  lastUsedAt: isoOrNull(row.lastUsedAt),
  expiresAt: isoOrNull(row.expiresAt),
});

/** The app's row. Throws APP_NOT_FOUND. */
export async function getApp(ctx: Ctx, appId: string): Promise<AppRow> {
  const row = await ctx.db.select().from(apps).where(eq(apps.id, appId)).get();
  if (row === undefined) throw new AppError("APP_NOT_FOUND");
  return row;
}

/** A key's row, of this kind if one is named. Throws KEY_NOT_FOUND. */
export async function requireKey(ctx: Ctx, { appId, keyId, kind }: { appId: string; keyId: string; kind?: KeyKind }) {
  const row = await ctx.db
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.id, keyId), eq(apiKeys.appId, appId), kind && eq(apiKeys.kind, kind)))
    .get();
  if (row === undefined) throw new AppError("KEY_NOT_FOUND");
  return row;
}

/** An app with its keys, which are shown by their last four characters. Throws APP_NOT_FOUND. */
export async function readApp(ctx: AdminCtx, { appId }: { appId: string }): Promise<AppAndKeys> {
  const [app, keys] = await Promise.all([
    getApp(ctx, appId),
    ctx.db.select().from(apiKeys).where(eq(apiKeys.appId, appId)).orderBy(asc(apiKeys.createdAt), asc(apiKeys.kind), asc(apiKeys.id)),
  ]);
  return { app: toApp(app), keys: keys.map(toApiKey) };
}

/** All apps, the newest first: their ids sort by the time of their making. */
export async function readApps(ctx: AdminCtx, { limit, cursor }: PageQuery): Promise<Page<App>> {
  const before = cursor === undefined ? undefined : lt(apps.id, decodeCursor(cursor, "number").id);
  const rows = await ctx.db
    .select()
    .from(apps)
    .where(before)
    .orderBy(desc(apps.id))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => encodeCursor(row.createdAt, row.id), toApp);
}

/** The active apps that the platform's own web app sells for, with the keys that it calls them with. */
export async function readWebConfig(ctx: Ctx): Promise<WebConfig> {
  const rows = await ctx.db
    .select({ appId: apps.id, publishableKey: apps.webPublishableKey, domain: apps.domain, name: apps.name })
    .from(apps)
    .where(and(eq(apps.isActive, true), isNotNull(apps.webPublishableKey)))
    .orderBy(asc(apps.id));
  return {
    apps: rows.flatMap(({ publishableKey, ...app }) => (publishableKey === null ? [] : [{ ...app, publishableKey }])),
    payments: { provider: ctx.env.PAYMENT_PROVIDER, publishableKey: ctx.env.STRIPE_PUBLISHABLE_KEY || null },
  };
}
