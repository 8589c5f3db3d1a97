import { and, asc, desc, eq, lt, sql } from "drizzle-orm";
import {
  type ConfigPlace,
  type Configuration,
  type ConfigurationEntry,
  type ConfigurationVersion,
  mask,
  type PropertyDescription,
} from "../../../contracts/configuration.ts";
import type { Page, PageQuery } from "../../../contracts/envelope.ts";
import { marqueeProperties, oidcProperties, type PropertyRule } from "../../../contracts/settings.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../../platform/cursor.ts";
import { diff } from "./diff.ts";
import { isSecret, shownProperties } from "./secrets.ts";
import { configurationVersions, type VersionRow } from "./tables.ts";

type Reading = Pick<Ctx, "db">;

const at = ({ application, profile }: ConfigPlace) =>
  and(eq(configurationVersions.application, application), eq(configurationVersions.profile, profile));

/** The version that is in force, or null if there never was one. */
export async function findNewest({ db }: Reading, place: ConfigPlace): Promise<VersionRow | null> {
  const row = await db.select().from(configurationVersions).where(at(place)).orderBy(desc(configurationVersions.version)).limit(1).get();
  return row ?? null;
}

/** One version. Throws CONFIG_NOT_FOUND. */
export async function getVersion({ db }: Reading, place: ConfigPlace, version: number): Promise<VersionRow> {
  const row = await db
    .select()
    .from(configurationVersions)
    .where(and(at(place), eq(configurationVersions.version, version)))
    .get();
  if (row === undefined) throw new AppError("CONFIG_NOT_FOUND");
  return row;
}

/** The configuration that is in force, its secrets masked. Throws CONFIG_NOT_FOUND. */
export async function getConfiguration(ctx: Reading, place: ConfigPlace): Promise<Configuration> {
  const row = await findNewest(ctx, place);
  if (row === null) throw new AppError("CONFIG_NOT_FOUND");
  return toConfiguration(row);
}

export const toConfiguration = ({ application, profile, properties, ...row }: VersionRow): Configuration => ({
  application,
  profile,
  ...factsOf(row),
  properties: shownProperties(properties),
});

const factsOf = ({
  version,
  author,
  restoredVersion,
  createdAt,
}: Pick<VersionRow, "version" | "author" | "restoredVersion" | "createdAt">) => ({
  version,
  author,
  restoredVersion,
  createdAt: new Date(createdAt).toISOString(),
});

/** The versions of a configuration, the newest first, each with what it changed. Throws CONFIG_NOT_FOUND if there is none at all. */
export async function listVersions({ db }: Reading, place: ConfigPlace, { limit, cursor }: PageQuery): Promise<Page<ConfigurationVersion>> {
  const before = cursor === undefined ? undefined : lt(configurationVersions.version, decodeCursor(cursor, "number").key);
  // One more than the page has, to compare its last version with.
  const rows = await db
    .select()
    .from(configurationVersions)
    .where(and(at(place), before))
    .orderBy(desc(configurationVersions.version))
    .limit(limit + 1);
  if (rows.length === 0 && cursor === undefined) throw new AppError("CONFIG_NOT_FOUND");
  const older = new Map(rows.map((row, index) => [row.version, rows[index + 1]?.properties ?? {}]));
  const toVersion = (row: VersionRow) => ({ ...factsOf(row), changes: diff(older.get(row.version) ?? {}, row.properties) });
  return toPage(rows, limit, (row) => encodeCursor(row.version, ""), toVersion);
}

/** Which configurations there are, by application and profile. */
export async function listConfigurations({ db }: Reading, { limit, cursor }: PageQuery): Promise<Page<ConfigurationEntry>> {
  const { application, profile, version, createdAt } = configurationVersions;
  const last = cursor === undefined ? undefined : decodeCursor(cursor, "string");
  const rows = await db
    .select({ application, profile, version: sql<number>`max(${version})`, createdAt: sql<number>`max(${createdAt})` })
    .from(configurationVersions)
    .where(last && sql`(${application}, ${profile}) > (${last.key}, ${last.id})`)
    .groupBy(application, profile)
    .orderBy(asc(application), asc(profile))
    .limit(limit + 1);
  return toPage(
    rows,
    limit,
    (row) => encodeCursor(row.application, row.profile),
    (row) => ({ ...row, createdAt: new Date(row.createdAt).toISOString() }),
  );
}

/** What the application `marquee` can be told, for whoever edits it. */
export function describeProperties(): PropertyDescription[] {
  const oidc = Object.entries(oidcProperties).map(([part, rule]): [string, PropertyRule] => [`identity.oidc.{provider}.${part}`, rule]);
  return [...Object.entries(marqueeProperties), ...oidc].map(([property, rule]) => ({
    property,
    type: rule.type,
    default: rule.default,
    ...(rule.type === "string" ? { charsMax: rule.charsMax } : { min: rule.min, max: rule.max }),
    secret: isSecret(property),
    description: isSecret(property) ? `${rule.description} Shown as ${mask}.` : rule.description,
  }));
}
