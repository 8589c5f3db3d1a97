import { join, resolve } from "node:path";

/** The checkout that these scripts belong to. Everything is started from here, wherever npm was called. */
export const root = resolve(import.meta.dirname, "../..");

export const inProject = (...path: string[]): string => join(root, ...path);

/** The command of a dependency. */
export const command = (name: string): string => inProject("node_modules", ".bin", name);

/**
 * The environment for a child process: our own Node first, so that a host with an older one serves too; and wrangler without telemetry,
 * update checks or anything else that would wait for a network.
 */
export const childEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${inProject("node_modules", ".bin")}:${process.env.PATH ?? ""}`,
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
});

export interface StateFolders {
  /** What wrangler keeps: the database, the objects. */
  wrangler: string;
  /** The demo's keys. */
  demo: string;
}

/** Where a local platform keeps its data: in the checkout, or wholly under `MARQUEE_STATE` for a second one beside it. */
export function stateFolders(): StateFolders {
  const elsewhere = process.env.MARQUEE_STATE;
  if (!elsewhere) return { wrangler: inProject(".wrangler", "state"), demo: inProject(".marquee") };
  return { wrangler: join(resolve(elsewhere), "wrangler"), demo: resolve(elsewhere) };
}
