import { and, eq, inArray, sql } from "drizzle-orm";
import type { ConfigPlace } from "../../../contracts/configuration.ts";
import { MarqueeProperties, type Properties, type SettingsFault, settingsFrom } from "../../../contracts/settings.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import { requireReachable } from "../../platform/outgoing.ts";
import { openProperties, type StoredProperties } from "../../platform/stored-properties.ts";
import { configurationVersions } from "./tables.ts";

type Judging = Pick<Ctx, "db" | "env">;

/**
 * Whether these properties may come into force. Those of the application `marquee` must hold by themselves, together with every other profile
 * that is laid over or under them, and name only log-in providers that may be called. Throws VALIDATION_FAILED with each property's path.
 */
export async function judgeProperties(ctx: Judging, place: ConfigPlace, stored: StoredProperties): Promise<void> {
  if (place.application !== "marquee") return;
  const properties = await openProperties(ctx.env, place, stored);
  const parsed = MarqueeProperties.safeParse(properties);
  const faults = parsed.success
    ? [...(await misfits(ctx, place.profile, properties)), ...unreachable(ctx.env, properties)]
    : parsed.error.issues.map(({ path, message }) => ({ property: path.join("."), message }));
  if (faults.length === 0) return;
  const issues = new Map(faults.map(({ property, message }) => [`${property} ${message}`, { path: `properties.${property}`, message }]));
  throw new AppError("VALIDATION_FAILED", { issues: [...issues.values()].slice(0, 50) });
}

/** What does not fit together once the profiles lie over each other: the default ones below, those of one environment above. */
async function misfits(ctx: Judging, profile: string, properties: Properties): Promise<SettingsFault[]> {
  const others = await otherProfiles(ctx, profile);
  if (profile === "default") return [{}, ...others].flatMap((above) => settingsFrom(properties, above).faults);
  return settingsFrom(others[0] ?? {}, properties).faults;
}

/** For `default` all the other profiles, for any other one that. */
async function otherProfiles({ db, env }: Judging, profile: string): Promise<Properties[]> {
  const { application, profile: name, version, properties } = configurationVersions;
  const newest = sql`(SELECT max(v.version) FROM configuration_versions v WHERE v.application = ${application} AND v.profile = ${name})`;
  const rows = await db
    .select({ profile: name, properties })
    .from(configurationVersions)
    .where(
      and(eq(application, "marquee"), profile === "default" ? sql`${name} <> 'default'` : inArray(name, ["default"]), eq(version, newest)),
    );
  return Promise.all(rows.map((row) => openProperties(env, { application: "marquee", profile: row.profile }, row.properties)));
}

function unreachable(env: Env, properties: Properties): SettingsFault[] {
  return Object.entries(properties).flatMap(([property, value]) => {
    if (!property.startsWith("identity.oidc.") || !property.endsWith(".issuer") || value === "") return [];
    try {
      requireReachable(env, String(value));
      return [];
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return [{ property, message: `may not be called: it ${error.details?.reason}` }];
    }
  });
}
