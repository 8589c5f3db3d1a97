import type { Ctx } from "../../platform/context.ts";

/** A page of the web app for what an app sells, as in the other mails: null where that does not sell for it. */
export type LinkTo = (appId: string, path: string) => string | null;

/** The apps that our own pages sell for. */
export async function webApps(ctx: Ctx): Promise<string[]> {
  const { results } = await ctx.env.DB.prepare("SELECT id FROM apps WHERE web_publishable_key IS NOT NULL ORDER BY id").all<{
    id: string;
  }>();
  return results.map(({ id }) => id);
}

export const linksTo = (env: Env, apps: readonly string[]): LinkTo => {
  const known = new Set(apps);
  return (appId, path) => (env.PUBLIC_URL !== "" && known.has(appId) ? new URL(path, env.PUBLIC_URL).href : null);
};
