import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { newWindow, openBrowser, url } from "./window.ts";

const issuer = process.env.LOOPBACK_ISSUER ?? "";
const providerName = "Loopback House";

async function api(path: string, { token, method = "GET", body }: { token?: string; method?: string; body?: unknown }): Promise<unknown> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { success: boolean; data: unknown };
  assert.ok(answer.success, `${method} ${path}: ${JSON.stringify(answer)}`);
  return answer.data;
}

/** Names the provider of this run in the configuration, or takes it out again. */
async function configure(properties: Record<string, string>): Promise<void> {
  const credentials = { email: "admin@marquee.test", password: "marquee-local-admin" };
  const { accessToken } = (await api("/admin/login", { method: "POST", body: credentials })) as { accessToken: string };
  await api("/admin/config/marquee/default", { method: "PUT", token: accessToken, body: { properties } });
}

/** The log-in page with the provider's button, which comes at the latest when the platform reads its settings anew. */
async function openLogIn(page: Page): Promise<void> {
  await page.route("https://fonts.googleapis.com/**", (route) => route.abort());
  const button = page.getByRole("link", { name: `Continue with ${providerName}` });
  for (let attempt = 1; attempt <= 20; attempt++) {
    await page.goto(`${url}/login?next=${encodeURIComponent("/account")}`);
    await page.getByRole("button", { name: "Log in" }).waitFor();
    if (
      await button.waitFor({ timeout: 1000 }).then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error("the log-in page never offered the provider");
}

const throughProvider = (page: Page) => page.getByRole("link", { name: `Continue with ${providerName}` }).click();

describe("somebody with an account at a provider", () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
    await configure({
      "identity.oidc.loopback.name": providerName,
      "identity.oidc.loopback.issuer": issuer,
      "identity.oidc.loopback.client-id": "marquee",
      "identity.oidc.loopback.client-secret": "a secret between two programs",
    });
  });
  after(async () => {
    await configure({});
    await browser.close();
  });

  it("signs in there and is signed in here, also after a reload", async () => {
    const { page } = await newWindow(browser);
    const login = `ines${Date.now()}`;
    const person = `Account of I${login.slice(1)} of Loopback`;
    await openLogIn(page);
    await throughProvider(page);
    await page.waitForURL((at) => at.origin === issuer);
    await page.getByPlaceholder("Enter any login").fill(login);
    await page.getByPlaceholder("and password").fill("any");
    await page.getByRole("button", { name: "Sign-in" }).click();
    await page.getByRole("button", { name: "Continue" }).click();

    await page.waitForURL(`${url}/account`);
    await page.getByRole("link", { name: person }).waitFor();
    assert.equal(page.url().includes("code="), false);
    await page.reload();
    await page.getByRole("link", { name: person }).waitFor();
    const cookies = await page.context().cookies(url);
    assert.deepEqual(
      cookies.filter(({ name }) => name === "mq_refresh").map(({ httpOnly, sameSite }) => [httpOnly, sameSite]),
      [[true, "Strict"]],
    );
  });

  it("who declines there is told so here and stays signed out", async () => {
    const { page } = await newWindow(browser);
    await openLogIn(page);
    await throughProvider(page);
    await page.waitForURL((at) => at.origin === issuer);
    await page.getByRole("link", { name: "Cancel" }).click();
    await page.getByText("The provider says that you declined").waitFor();
    await page.getByRole("link", { name: "Back to log-in" }).click();
    await page.getByRole("button", { name: "Log in" }).waitFor();
  });
});
