import { and, eq } from "drizzle-orm";
import type { Tenant } from "../platform/context.ts";
import type { Database } from "../platform/database.ts";
import { sha256 } from "../platform/digest.ts";
import { TimedCache } from "../platform/timed-cache.ts";
import { isKeyShaped } from "./api-key.ts";
import { apiKeys, apps } from "./tables.ts";

export interface KnownTenant {
  tenant: Tenant;
  isActive: boolean;
  allowedOrigins: string[];
  expiresAt: number | null;
}

/** How long an isolate may go on believing in a key that was revoked or an app that was switched off elsewhere. */
const believedSeconds = 30;
const cache = new TimedCache<KnownTenant | null>({
  entriesMax: 5000,
  seconds: believedSeconds,
  isMiss: (found) => found === null,
});

/** The app to which this id and key belong together, or null for an unknown app, a wrong key and a key past its time alike. */
export async function findTenant(db: Database, appId: string, apiKey: string, nowMs: number): Promise<KnownTenant | null> {
  const found = await cache.get(`${appId} ${apiKey}`, nowMs, async () => (isKeyShaped(apiKey) ? loadTenant(db, appId, apiKey) : null));
  return found === null || (found.expiresAt !== null && found.expiresAt <= nowMs) ? null : found;
}

/** Asks anew for this app and its keys from now on. Other isolates go by what they know for `believedSeconds`. */
export const forgetTenant = (appId: string): void => cache.forget(`${appId} `);

async function loadTenant(db: Database, appId: string, apiKey: string): Promise<KnownTenant | null> {
  const row = await db
    .select({
      keyId: apiKeys.id,
      kind: apiKeys.kind,
      scopes: apiKeys.scopes,
      expiresAt: apiKeys.expiresAt,
      domain: apps.domain,
      isActive: apps.isActive,
      allowedOrigins: apps.allowedOrigins,
      openOrganizers: apps.openOrganizers,
      webPublishableKey: apps.webPublishableKey,
    })
    .from(apiKeys)
    .innerJoin(apps, eq(apps.id, apiKeys.appId))
    .where(and(eq(apiKeys.hash, await sha256(apiKey)), eq(apiKeys.appId, appId)))
    .get();
  if (row === undefined) return null;
  return {
    tenant: {
      appId,
      domain: row.domain,
      keyKind: row.kind,
      keyId: row.keyId,
      scopes: row.scopes,
      webApp: row.webPublishableKey !== null,
      openOrganizers: row.openOrganizers,
    },
    isActive: row.isActive,
    allowedOrigins: row.allowedOrigins,
    expiresAt: row.expiresAt,
  };
}
