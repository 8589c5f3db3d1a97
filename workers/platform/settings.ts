import { defaultSettings, MarqueeProperties, type Properties, type Settings, settingsFrom } from "../../contracts/settings.ts";
import type { Ctx } from "./context.ts";
import { openProperties } from "./stored-properties.ts";

const freshMs = 15_000;
/** While one request asks D1, the others go on for this long with what they know; and so long we wait before we ask again after a failure. */
const graceMs = 2000;
/** A D1 that does not answer must not hold up the request that asked. */
const patienceMs = 1000;

let known: { settings: Settings; askedAt: number; freshUntil: number } | null = null;
let forgotten = 0;

/**
 * The platform's settings: the defaults, and over them the configuration of `marquee` in the profile `default` and in that of ENVIRONMENT. From
 * this isolate's memory, at most 15 s old; one request in that time asks D1. While D1 is away: what was last known, or the defaults. Never throws.
 */
export async function settingsOf(ctx: Pick<Ctx, "env" | "now" | "log">): Promise<Settings> {
  const nowMs = ctx.now();
  if (known !== null && known.askedAt <= nowMs && nowMs < known.freshUntil) return known.settings;
  const last = known?.settings ?? defaultSettings;
  if (known !== null) known = { settings: last, askedAt: nowMs, freshUntil: nowMs + graceMs };
  const forgottenBefore = forgotten;
  const loaded = await Promise.race([load(ctx), scheduler.wait(patienceMs).then(() => null)]);
  if (loaded === null) ctx.log.warn("the settings could not be read, the last known ones stay in force");
  const settings = loaded ?? last;
  // What was read before a change must not be remembered after it.
  if (forgotten === forgottenBefore) known = { settings, askedAt: nowMs, freshUntil: nowMs + (loaded === null ? graceMs : freshMs) };
  return settings;
}

/** Makes this isolate ask D1 at the next request: after a change that was made here. */
export function forgetSettings(): void {
  known = null;
  forgotten++;
}

/** The newest version of `marquee` in the profiles that count here, as rows of JSON. */
export const newestProperties = `SELECT profile, properties FROM configuration_versions AS newest
  WHERE application = 'marquee' AND profile IN ('default', ?1)
    AND version = (SELECT max(version) FROM configuration_versions
                   WHERE application = newest.application AND profile = newest.profile)`;

async function load({ env, log }: Pick<Ctx, "env" | "log">): Promise<Settings | null> {
  try {
    const { results } = await env.DB.prepare(newestProperties).bind(env.ENVIRONMENT).all<{ profile: string; properties: string }>();
    const layerOf = async (profile: string): Promise<Properties> => {
      const row = results.find((each) => each.profile === profile);
      return row === undefined ? {} : openProperties(env, { application: "marquee", profile }, JSON.parse(row.properties));
    };
    const layers = [await layerOf("default"), await layerOf(env.ENVIRONMENT)];
    const sound = layers.filter((layer) => MarqueeProperties.safeParse(layer).success);
    const { settings, faults } = settingsFrom(...sound);
    if (sound.length === layers.length && faults.length === 0) return settings;
    // They were judged before they were taken; so another version of the platform took them, or two profiles that do not fit were written at once.
    log.error("the configuration of marquee does not hold here", new Error(faults.map((fault) => fault.property).join(", ")));
    return faults.length === 0 ? settings : null;
  } catch (error) {
    log.error("the settings could not be read", error);
    return null;
  }
}
