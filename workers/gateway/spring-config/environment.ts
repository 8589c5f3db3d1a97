import type { SpringEnvironment } from "../../../contracts/configuration.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import type { StoredProperties } from "../../platform/stored-properties.ts";
import { getVersion } from "../config/read.ts";
import { shownProperties } from "../config/secrets.ts";

export interface EnvironmentQuery {
  application: string[];
  profile: string[];
  /** `main`, `latest` or the number of a version; none is `main`. */
  label?: string;
}

interface Source {
  name: string;
  application: string;
  profile: string;
}

/**
 * What a Spring application gets: the properties of its profiles, then those of all applications in these, then its own without a profile,
 * then those of all. The first source that has a property wins, and of several profiles the last one. Secrets are masked here too. With a
 * version's number for a label: everything as it was when that version of the application, in its last profile, was made. An unknown
 * application has no sources. Throws CONFIG_NOT_FOUND for a version that is not there.
 */
export async function readEnvironment(ctx: Pick<Ctx, "db" | "env">, query: EnvironmentQuery): Promise<SpringEnvironment> {
  const { application, profile, label = "main" } = query;
  const pinned = /^\d+$/.test(label) ? await pinnedBy(ctx, query, Number(label)) : null;
  const wanted = sourcesOf(application, profile);
  const found = await findSources(ctx, wanted, pinned);
  const sources = wanted.flatMap((source) => {
    const row = found.get(`${source.application} ${source.profile}`);
    return row === undefined ? [] : [{ ...source, ...row }];
  });
  return {
    name: application.join(","),
    profiles: profile,
    label,
    version: sources.length === 0 ? null : sources.map(({ name, version }) => `${name}:${version}`).join(","),
    state: null,
    propertySources: sources.map(({ name, properties }) => ({ name, source: shownProperties(properties) })),
  };
}

/** Everybody's: what Spring looks for besides an application's own. */
const everybodys = "application";
const withoutProfile = "default";

/** In the order of their precedence, the strongest first. Our profile `default` is what Spring has without a profile. */
function sourcesOf(applications: readonly string[], profiles: readonly string[]): Source[] {
  const names = [...new Set([...applications.toReversed(), everybodys])];
  const named = profiles.toReversed().filter((profile) => profile !== withoutProfile);
  return [
    ...[...new Set(named)].flatMap((profile) => names.map((application) => ({ name: `${application}-${profile}`, application, profile }))),
    ...names.map((application) => ({ name: application, application, profile: withoutProfile })),
  ];
}

interface Pinned extends Omit<Source, "name"> {
  version: number;
  atMs: number;
}

async function pinnedBy(ctx: Pick<Ctx, "db">, { application, profile }: EnvironmentQuery, version: number): Promise<Pinned> {
  const [name, strongest] = [application.at(-1), profile.at(-1)];
  if (name === undefined || strongest === undefined) throw new AppError("CONFIG_NOT_FOUND");
  const place = { application: name, profile: strongest };
  return { ...place, version, atMs: (await getVersion(ctx, place, version)).createdAt };
}

/** Two versions may have been made in the same millisecond: of the pinned configuration itself the number counts and not the time. */
export const newestOfEach = `SELECT v.application, v.profile, v.version, v.properties
  FROM json_each(?1) AS wanted CROSS JOIN configuration_versions AS v
  WHERE v.application = wanted.value ->> 'application' AND v.profile = wanted.value ->> 'profile'
    AND v.version = (SELECT max(version) FROM configuration_versions
                     WHERE application = wanted.value ->> 'application' AND profile = wanted.value ->> 'profile'
                       AND created_at <= ?2 AND version <= coalesce(wanted.value ->> 'version', version))`;

async function findSources(
  ctx: Pick<Ctx, "env">,
  wanted: readonly Source[],
  pinned: Pinned | null,
): Promise<Map<string, { version: number; properties: StoredProperties }>> {
  const places = wanted.map(({ application, profile }) => ({
    application,
    profile,
    ...(application === pinned?.application && profile === pinned.profile && { version: pinned.version }),
  }));
  const { results } = await ctx.env.DB.prepare(newestOfEach)
    .bind(JSON.stringify(places), pinned?.atMs ?? Number.MAX_SAFE_INTEGER)
    .all<{ application: string; profile: string; version: number; properties: string }>();
  return new Map(
    results.map((row) => [`${row.application} ${row.profile}`, { version: row.version, properties: JSON.parse(row.properties) }]),
  );
}
