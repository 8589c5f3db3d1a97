import { inject } from "vitest";
import { call, type TestApp } from "./harness.ts";
import { SmallBrowser } from "./small-browser.ts";

const client = { "client-id": "marquee", "client-secret": "a secret between two programs" };
const host = (issuer: string) => new URL(issuer).host;

/** Configures the providers of scripts/oidc under these names, and nothing else but `more`. */
export async function configureProviders(issuers: Record<string, string>, more: Record<string, number> = {}): Promise<void> {
  const properties = Object.entries(issuers).flatMap(([provider, issuer]) =>
    Object.entries({ ...client, issuer, name: `The ${provider}` }).map(([part, value]) => [`identity.oidc.${provider}.${part}`, value]),
  );
  const answer = await call("PUT", "/api/v1/admin/config/marquee/default", {
    admin: true,
    env: localSettings(),
    body: { properties: { ...more, ...Object.fromEntries(properties) } },
  });
  if (answer.status !== 200) throw new Error(`not configured: ${JSON.stringify(answer.body)}`);
}

/** The providers on this machine are private addresses. */
const localSettings = () => ({
  OUTBOUND_ALLOW: [inject("loopbackIssuer"), inject("crookedIssuer")].map(host).concat("127.0.0.1:9").join(" "),
});

/** A browser at a platform that may reach the providers on this machine. */
export const localBrowser = (): SmallBrowser => new SmallBrowser(localSettings());

export const startPath = (provider: string, app: TestApp, redirectUri: string, more: Record<string, string> = {}): string =>
  `/api/v1/auth/oauth/${provider}/start?${new URLSearchParams({ app_id: app.appId, redirect_uri: redirectUri, ...more })}`;

/** From the start to the provider's consent and back: the query that the browser comes back with. */
export async function signInThrough(
  browser: SmallBrowser,
  { app, redirectUri, login, provider = "loopback", more = {} }: SignInThrough,
): Promise<URLSearchParams> {
  let page = await browser.open(startPath(provider, app, redirectUri, more), redirectUri);
  if (page.text.includes('name="login"')) page = await browser.submit(page, { login, password: "any" }, redirectUri);
  if (page.text.includes("<form")) page = await browser.submit(page, {}, redirectUri);
  if (!page.url.href.startsWith(redirectUri)) throw new Error(`ended at ${page.url}: ${page.status} ${page.text.slice(0, 800)}`);
  return page.url.searchParams;
}

interface SignInThrough {
  app: TestApp;
  redirectUri: string;
  /** What is typed at the provider; scripts/oidc/loopback-provider.ts says who that is. */
  login: string;
  provider?: string;
  more?: Record<string, string>;
}
