import type { WebConfig } from "../../../contracts/tenants.ts";
import type { Domain } from "../domains.ts";
import { frontPage } from "../front-page.ts";
import { ApiFailure } from "./failure.ts";

type App = WebConfig["apps"][number];

let asked: Promise<WebConfig> | undefined;

async function ask(): Promise<WebConfig> {
  if (frontPage !== undefined) return frontPage.config;
  const response = await fetch("/web-config").catch(() => undefined);
  if (!response?.ok)
    throw new ApiFailure("UNREACHABLE", "Marquee does not answer. Check your connection.", { status: response?.status ?? 0 });
  return response.json();
}

/** What the server says of this page. Asked once; a failure is asked again next time. */
function webConfig(): Promise<WebConfig> {
  asked ??= ask().catch((error: unknown) => {
    asked = undefined;
    throw error;
  });
  return asked;
}

/** The apps that this page sells for. */
export const apps = async (): Promise<App[]> => (await webConfig()).apps;

/** Who takes the money here. */
export const moneyTaker = async (): Promise<WebConfig["payments"]> => (await webConfig()).payments;

/** The app that sells `domain`; without a domain, the one where sessions live. */
export async function appFor(domain: Domain | undefined): Promise<App> {
  const known = await apps();
  const app = domain === undefined ? known[0] : known.find((each) => each.domain === domain);
  if (app === undefined) throw new ApiFailure("APP_NOT_FOUND", "Nothing of this kind is on sale here.", { status: 404 });
  return app;
}

/** The domains on sale, in the order of the configuration. */
export async function domainsOnSale(): Promise<Domain[]> {
  return [...new Set((await apps()).map((app) => app.domain))];
}
