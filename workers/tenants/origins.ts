import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { TimedCache } from "../platform/timed-cache.ts";
import { apps } from "./tables.ts";

/** The entries of an app's list that would let `origin` pass: itself, and its parent domain with a star for one level. */
export function entriesFor(origin: string): string[] {
  const wildcard = origin.replace(/^https:\/\/[a-z0-9-]+\./, "https://*.");
  return wildcard === origin ? [origin] : [origin, wildcard];
}

export const originAllowed = (origin: string, allowed: readonly string[]): boolean =>
  entriesFor(origin).some((entry) => allowed.includes(entry));

const known = new TimedCache<boolean>({ entriesMax: 5000, seconds: 30 });

/** Whether any active app lists this origin: a preflight carries no app, so this is all that can be asked of it. */
export function originKnown(db: Database, origin: string, nowMs: number): Promise<boolean> {
  return known.get(origin, nowMs, async () => {
    const entries = JSON.stringify(entriesFor(origin));
    const row = await db.get<{ found: number }>(
      sql`SELECT EXISTS (SELECT 1 FROM apps, json_each(apps.allowed_origins) AS allowed WHERE apps.is_active = 1 AND allowed.value IN (SELECT value FROM json_each(${entries}))) AS found`,
    );
    return row.found === 1;
  });
}

const lists = new TimedCache<string[]>({ entriesMax: 5000, seconds: 30 });

/** The origins that an active app lists; none for an unknown or inactive one. */
export function originsOf(db: Database, appId: string, nowMs: number): Promise<string[]> {
  return lists.get(appId, nowMs, async () => {
    const row = await db
      .select({ allowedOrigins: apps.allowedOrigins })
      .from(apps)
      .where(and(eq(apps.id, appId), eq(apps.isActive, true)))
      .get();
    return row?.allowedOrigins ?? [];
  });
}
