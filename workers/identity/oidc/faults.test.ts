import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { CrookedCode } from "../../../scripts/oidc/crooked-code.ts";
import { makeApp, type TestApp } from "../../../test/harness.ts";
import { configureProviders, localBrowser, startPath } from "../../../test/sign-in-through.ts";
import { SmallBrowser } from "../../../test/small-browser.ts";
import { toBase64Url } from "../../platform/digest.ts";

const redirectUri = "https://tickets.example.com/signed-in";
const crooked = inject("crookedIssuer");
// Each test goes to the same provider under another name, for the circuit breaker goes by that.
const names = Array.from({ length: 60 }, (_, n) => `crooked-${n}`);
const others = { away: `${crooked}/away/`, elsewhere: `${crooked}/elsewhere/`, gone: "http://127.0.0.1:9" };

let app: TestApp;
let used = 0;
beforeAll(async () => {
  app = await makeApp();
  await configureProviders({ ...Object.fromEntries(names.map((name) => [name, crooked])), ...others });
});
afterAll(() => configureProviders({}));

const seconds = (after: number) => Math.floor(Date.now() / 1000) + after;
/** What a sound ID token says of somebody new. */
const sound = (nonce: string) => ({
  iss: crooked,
  aud: "marquee",
  sub: crypto.randomUUID(),
  iat: seconds(0),
  exp: seconds(60),
  nonce,
  email: `${crypto.randomUUID()}@people.example`,
  email_verified: true,
});

/** Begins, lets the provider send the browser back with this code, and answers what becomes of it: a code of ours, or an error. */
async function comeBack(codeFor: (nonce: string) => CrookedCode, changed: Record<string, string> = {}, provider = names[used++] ?? "") {
  const browser = localBrowser();
  const start = await browser.ask(startPath(provider, app, redirectUri));
  const { searchParams } = new URL(start.headers.get("location") ?? "");
  const code = toBase64Url(new TextEncoder().encode(JSON.stringify(codeFor(searchParams.get("nonce") ?? ""))));
  const back = new URLSearchParams({ state: searchParams.get("state") ?? "", code, iss: crooked, ...changed });
  for (const [name, value] of Object.entries(changed)) if (value === "") back.delete(name);
  const page = await browser.ask(`/api/v1/auth/oauth/${provider}/callback?${back}`);
  const outcome = new URL(page.headers.get("location") ?? "https://nowhere.example").searchParams;
  return outcome.get("error") ?? (outcome.get("code") === null ? page.text : "signed in");
}
const withClaims = (changes: (nonce: string) => Record<string, unknown>, more: Omit<CrookedCode, "claims"> = {}) =>
  comeBack((nonce) => ({ claims: { ...sound(nonce), ...changes(nonce) }, ...more }));

describe("what a provider says of a person", () => {
  it("is believed where all of it holds, and the address may come from its other end", async () => {
    expect(await withClaims(() => ({}))).toBe("signed in");
    expect(await withClaims(() => ({ azp: "marquee", aud: ["marquee"] }))).toBe("signed in");
    const sub = crypto.randomUUID();
    const userinfo = { sub, email: `${sub}@people.example`, email_verified: true };
    expect(await withClaims(() => ({ sub, email: undefined, email_verified: undefined }), { userinfo })).toBe("signed in");
  });

  it.each<[string, (nonce: string) => Record<string, unknown>]>([
    ["another issuer", () => ({ iss: "https://accounts.google.com" })],
    ["another audience", () => ({ aud: "somebody-else" })],
    ["several audiences and nobody authorized", () => ({ aud: ["marquee", "somebody-else"] })],
    ["several audiences and another one authorized", () => ({ aud: ["marquee", "somebody-else"], azp: "somebody-else" })],
    ["one audience and another one authorized", () => ({ azp: "somebody-else" })],
    ["another nonce", (nonce) => ({ nonce: nonce.split("").reverse().join("") })],
    ["no nonce", () => ({ nonce: undefined })],
    ["no subject", () => ({ sub: undefined })],
    ["that it is over", () => ({ iat: seconds(-7200), exp: seconds(-3600) })],
    ["that it never ends", () => ({ exp: undefined })],
    ["that it does not hold yet", () => ({ nbf: seconds(3600) })],
  ])("is not believed with %s", async (_what, changes) => {
    expect(await withClaims(changes)).toBe("OIDC_TOKEN_INVALID");
  });

  it.each<[string, Omit<CrookedCode, "claims">]>([
    ["by nobody", { key: "nobody" }],
    ["by somebody else", { key: "foreign" }],
    ["with a key that it does not publish", { header: { kid: "unknown" } }],
  ])("is not believed when it is signed %s", async (_what, more) => {
    expect(await withClaims(() => ({}), more)).toBe("OIDC_TOKEN_INVALID");
  });

  it("counts as verified only where it says just that", async () => {
    for (const email_verified of [false, undefined, "true", 1]) {
      expect(await withClaims(() => ({ email_verified }))).toBe("OIDC_EMAIL_UNVERIFIED");
    }
    expect(await withClaims(() => ({ email: "no address", email_verified: true }))).toBe("OIDC_EMAIL_MISSING");
    expect(await withClaims(() => ({ email: ["a@b.example"], email_verified: true }))).toBe("OIDC_EMAIL_MISSING");
  });

  it("is not mixed up with what it says of somebody else", async () => {
    const userinfo = { sub: "another", email: "another@people.example", email_verified: true };
    expect(await withClaims(() => ({ email: undefined }), { userinfo })).toBe("OIDC_TOKEN_INVALID");
  });
});

describe("a provider that sends the browser back", () => {
  const good = (nonce: string): CrookedCode => ({ claims: sound(nonce) });

  it("with an error has it passed on as one of ours", async () => {
    expect(await comeBack(good, { error: "access_denied", code: "" })).toBe("OIDC_DENIED");
    for (const error of ["server_error", "temporarily_unavailable", "login_required", "<script>"]) {
      expect(await comeBack(good, { error, code: "" })).toBe("OIDC_PROVIDER_ERROR");
    }
  });

  it("in another one's name, in nobody's, or without a code, is refused", async () => {
    expect(await comeBack(good, { iss: "https://accounts.google.com" })).toBe("OIDC_TOKEN_INVALID");
    expect(await comeBack(good, { iss: "" })).toBe("OIDC_TOKEN_INVALID");
    expect(await comeBack(good, { code: "" })).toBe("OIDC_TOKEN_INVALID");
  });

  it.each<[string, Omit<CrookedCode, "claims">, string]>([
    ["refuses the code", { status: 400, body: '{"error":"invalid_grant"}' }, "OIDC_PROVIDER_ERROR"],
    ["has a fault", { status: 500, body: '{"error":"oops"}' }, "DEPENDENCY_UNAVAILABLE"],
    ["has too much to do", { status: 503 }, "DEPENDENCY_UNAVAILABLE"],
    ["leads elsewhere", { status: 302, body: "{}" }, "OIDC_PROVIDER_ERROR"],
    ["answers nonsense", { status: 200, body: "<!doctype html>" }, "OIDC_PROVIDER_ERROR"],
    ["answers without an ID token", { status: 200, body: '{"access_token":"x","token_type":"Bearer"}' }, "OIDC_TOKEN_INVALID"],
    ["answers without end", { status: 200, padding: 1_100_000 }, "DEPENDENCY_UNAVAILABLE"],
  ])("and then %s", async (_what, code, error) => {
    expect(await comeBack(() => code)).toBe(error);
  });
});

describe("a provider that cannot be reached", () => {
  const started = async (provider: string, browser = localBrowser()) => {
    const { headers } = await browser.ask(startPath(provider, app, redirectUri));
    return new URL(headers.get("location") ?? "https://nowhere.example").searchParams.get("error");
  };

  it("because it is away, is somebody else than it should be, or may not be called, is told of on the page", async () => {
    expect(await started("away")).toBe("DEPENDENCY_UNAVAILABLE");
    expect(await started("gone", new SmallBrowser({ OUTBOUND_ALLOW: "127.0.0.1:9" }))).toBe("DEPENDENCY_UNAVAILABLE");
    expect(await started("elsewhere")).toBe("OIDC_TOKEN_INVALID");
    expect(await started("gone", new SmallBrowser({ OUTBOUND_ALLOW: "" }))).toBe("OIDC_PROVIDER_ERROR");
  });

  it("in time, is given up", async () => {
    await configureProviders({ slow: crooked }, { "breaker.timeout-ms": 200 });
    const from = Date.now();
    expect(await comeBack((nonce) => ({ claims: sound(nonce), delay: 3000 }), {}, "slow")).toBe("DEPENDENCY_UNAVAILABLE");
    expect(Date.now() - from).toBeLessThan(2500);
  });

  it("time and again is asked no more for a while, and the others are", async () => {
    await configureProviders({ broken: crooked, whole: crooked });
    const fault = () => comeBack(() => ({ status: 500 }), {}, "broken");
    for (let n = 0; n < 6; n++) expect(await fault()).toBe("DEPENDENCY_UNAVAILABLE");
    expect(await comeBack((nonce) => ({ claims: sound(nonce) }), {}, "broken")).toBe("DEPENDENCY_UNAVAILABLE");
    expect(await comeBack((nonce) => ({ claims: sound(nonce) }), {}, "whole")).toBe("signed in");
  });
});
