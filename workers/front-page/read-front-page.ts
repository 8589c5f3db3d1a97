import type { FrontPage } from "../../contracts/front-page.ts";
import { listingsAtATime } from "../../contracts/front-page.ts";
import { BusQuery } from "../../contracts/listings.ts";
import { listListings } from "../catalog/list-listings.ts";
import type { Ctx } from "../platform/context.ts";
import { TimedCache } from "../platform/timed-cache.ts";
import { readWebConfig } from "../tenants/read.ts";

/** Every visitor asks for the same, and a seat more or less does not matter yet: what counts is told by each showtime's own page. */
const recent = new TimedCache<FrontPage>({ entriesMax: 1, seconds: 5 });

/** What the web app's first page shows, at most some seconds old: the apps that it sells for, and what each domain has on, soonest first. */
export const recentFrontPage = (ctx: Ctx): Promise<FrontPage> => recent.get("", ctx.now(), () => readFrontPage(ctx));

/** The same as it is now. */
export async function readFrontPage(ctx: Ctx): Promise<FrontPage> {
  const config = await readWebConfig(ctx);
  // Where several apps sell one domain, the pages are of the first.
  const apps = config.apps.filter(({ domain }, index) => config.apps.findIndex((each) => each.domain === domain) === index);
  const listings = await Promise.all(
    apps.map(async ({ appId, domain }) => ({
      domain,
      page: await listListings({ ...ctx, tenant: visitorsOf(appId, domain) }, { domain, query: query() }),
    })),
  );
  return { config, listings };
}

const query = () => BusQuery.parse({ limit: String(listingsAtATime) });

/** What somebody may see who brings the app's publishable key. */
const visitorsOf = (appId: string, domain: FrontPage["listings"][number]["domain"]) => ({
  appId,
  domain,
  keyKind: "PUBLISHABLE" as const,
  keyId: null,
  scopes: null,
  webApp: true,
  openOrganizers: false,
});
