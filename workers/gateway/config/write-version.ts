import type { ConfigPlace } from "../../../contracts/configuration.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRowIfChanged } from "../../platform/audit.ts";
import { type AdminCtx, actorName } from "../../platform/context.ts";
import { forgetSettings } from "../../platform/settings.ts";
import type { StoredProperties } from "../../platform/stored-properties.ts";
import { diff } from "./diff.ts";
import { judgeProperties } from "./judge-properties.ts";
import { findNewest } from "./read.ts";
import { shownProperties } from "./secrets.ts";
import { configurationVersions, type VersionRow } from "./tables.ts";

interface Change extends ConfigPlace {
  expectedVersion: number | undefined;
  action: string;
  restoredVersion?: number;
  /** The new properties, from those that are in force. */
  propertiesAfter: (before: StoredProperties) => Promise<StoredProperties>;
}

const attemptsMax = 5;

/**
 * Writes the next version. Its number is its place in the primary key, so of two who change the same version one comes first and the other
 * looks again at what there is now, or is refused if it expected otherwise. Nothing is written when nothing changes. Throws
 * CONFIG_VERSION_CONFLICT and VALIDATION_FAILED.
 */
export async function writeVersion(ctx: AdminCtx, { expectedVersion, propertiesAfter, ...change }: Change): Promise<VersionRow> {
  for (let attempt = 1; ; attempt++) {
    const before = await findNewest(ctx, change);
    const version = before?.version ?? 0;
    if (expectedVersion !== undefined && expectedVersion !== version) throw new AppError("CONFIG_VERSION_CONFLICT", { version });
    const properties = await propertiesAfter(before?.properties ?? {});
    await judgeProperties(ctx, change, properties);
    if (before !== null && diff(before.properties, properties).length === 0) return before;
    const row = await insertNext(ctx, change, before, properties);
    if (row !== null) return row;
    if (expectedVersion !== undefined || attempt === attemptsMax) throw new AppError("CONFIG_VERSION_CONFLICT");
  }
}

async function insertNext(
  ctx: AdminCtx,
  { application, profile, action, restoredVersion }: Omit<Change, "expectedVersion" | "propertiesAfter">,
  before: VersionRow | null,
  properties: StoredProperties,
): Promise<VersionRow | null> {
  const version = (before?.version ?? 0) + 1;
  const [rows] = await ctx.db.batch([
    ctx.db
      .insert(configurationVersions)
      .values({
        application,
        profile,
        version,
        properties,
        author: actorName(ctx.actor),
        restoredVersion: restoredVersion ?? null,
        createdAt: ctx.now(),
      })
      .onConflictDoNothing()
      .returning(),
    auditRowIfChanged(ctx, {
      action,
      subject: `${application}/${profile}`,
      before: before && { version: before.version, properties: shownProperties(before.properties) },
      after: { version, properties: shownProperties(properties), ...(restoredVersion && { restoredVersion }) },
    }),
  ]);
  if (application === "marquee") forgetSettings();
  return rows[0] ?? null;
}
