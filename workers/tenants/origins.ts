import { and, eq, inArray } from "drizzle-orm";
import type { Database } from "../platform/database.ts";
import { TimedCache } from "../platform/timed-cache.ts";
import { appOrigins, apps } from "./tables.ts";

/**
 * The entries of an app's list that would let `origin` pass: itself, and its parent domain with a star for one level. What is no origin as
 * browsers write them has none; the star itself is not one.
 */
export function entriesFor(origin: string): string[] {
  if (!/^https?:\/\/[a-z0-9.:[\]-]+$/.test(origin)) return [];
  const wildcard = origin.replace(/^https:\/\/[a-z0-9-]+\./, "https://*.");
  return wildcard === origin ? [origin] : [origin, wildcard];
}

export const originAllowed = (origin: string, allowed: readonly string[]): boolean =>
  entriesFor(origin).some((entry) => allowed.includes(entry));

const known = new TimedCache<boolean>({ entriesMax: 5000, seconds: 30, isMiss: (isKnown) => !isKnown });

/** Whether any active app lists this origin: a preflight carries no app, so this is all that can be asked of it. */
export function originKnown(db: Database, origin: string, nowMs: number): Promise<boolean> {
  return known.get(origin, nowMs, async () => {
    const row = await db
      .select({ id: apps.id })
      .from(appOrigins)
      .innerJoin(apps, eq(apps.id, appOrigins.appId))
      .where(and(inArray(appOrigins.origin, entriesFor(origin)), eq(apps.isActive, true)))
      .limit(1)
      .get();
    return row !== undefined;
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

/** Asks anew for this app's list and for every origin from now on, in this isolate. */
export function forgetOrigins(appId: string): void {
  lists.forget(appId);
  known.forget("");
}
