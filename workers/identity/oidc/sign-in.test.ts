import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { User } from "../../../contracts/identity.ts";
import { limits } from "../../../contracts/limits.ts";
import type { WebConfig } from "../../../contracts/tenants.ts";
import { call, makeApp, makeUser, origin, registerUser, type TestApp, testTenantCtx } from "../../../test/harness.ts";
import { configureProviders, localBrowser, signInThrough, startPath } from "../../../test/sign-in-through.ts";
import type { SmallBrowser } from "../../../test/small-browser.ts";
import { sha256 } from "../../platform/digest.ts";
import { beginSession } from "../begin-session.ts";
import { sweepSignIns } from "./sign-ins.ts";

beforeAll(() => configureProviders({ loopback: inject("loopbackIssuer"), twin: inject("loopbackIssuer") }));
afterAll(() => configureProviders({}));

const redirectUri = "https://tickets.example.com/signed-in?next=%2Fseats";
const someone = () => `p${crypto.randomUUID().slice(0, 8)}`;
const addressOf = (login: string) => `${login.split("~")[0]}@people.example`;

const redeem = (browser: SmallBrowser, app: TestApp, code: string | null, more: Record<string, string> = {}) =>
  browser.post("/api/v1/auth/oauth/token", app.headers, { code, ...more });

/** Somebody who signs in at an app through the provider: who they are then, and what the app got. */
async function signIn(app: TestApp, login: string, browser: SmallBrowser = localBrowser()) {
  const back = await signInThrough(browser, { app, redirectUri, login });
  const answer = await redeem(browser, app, back.get("code"));
  return { back, browser, status: answer.status, user: answer.body.data?.user as User, session: answer.body.data };
}
const identitiesOf = async (userId: string) =>
  (await env.DB.prepare("SELECT subject FROM identities WHERE user_id = ?").bind(userId).all<{ subject: string }>()).results;

describe("to sign in through a provider", () => {
  it("sends the browser there with PKCE, state and nonce, and makes an account with the address that is verified there", async () => {
    const app = await makeApp();
    const browser = localBrowser();
    const start = await browser.ask(startPath("loopback", app, redirectUri));
    expect([start.status, start.headers.get("cache-control")]).toEqual([302, "no-store"]);
    expect(start.headers.get("set-cookie")).toMatch(/^mq_oidc=[\w-]{43}; Max-Age=660; Path=\/; HttpOnly; SameSite=Lax$/);
    const { searchParams } = new URL(start.headers.get("location") ?? "");
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: "code",
      scope: "openid email profile",
      code_challenge_method: "S256",
      redirect_uri: `${origin}/api/v1/auth/oauth/loopback/callback`,
    });
    for (const name of ["state", "nonce", "code_challenge"]) expect(searchParams.get(name)?.length).toBeGreaterThanOrEqual(43);

    const login = someone();
    const { back, status, user, session } = await signIn(app, login, browser);
    expect(status).toBe(200);
    expect(back.get("next")).toBe("/seats");
    expect(back.get("code")).toMatch(/^mq_oc_[\w-]{43}$/);
    expect(user).toMatchObject({ email: addressOf(login), emailVerified: true, username: login, role: "USER" });
    expect(user.name).toMatch(/ of Loopback$/);
    expect(session).toMatchObject({ expiresIn: 900, refreshToken: expect.stringMatching(/^mq_rt_/) });
    const me = await call("GET", "/api/v1/auth/me", { app, headers: { authorization: `Bearer ${session.accessToken}` } });
    expect(me.body.data).toMatchObject({ user: { id: user.id } });
  });

  it("finds the same account again, also at another app and after its address has changed", async () => {
    const [app, other] = await Promise.all([makeApp(), makeApp()]);
    const login = someone();
    const { user } = await signIn(app, login);
    await env.DB.prepare("UPDATE users SET email = ? WHERE id = ?")
      .bind(`new-${addressOf(login)}`, user.id)
      .run();
    expect((await signIn(other, login)).user).toMatchObject({ id: user.id, email: `new-${addressOf(login)}` });
  });

  it("by ten windows at once makes one account", async () => {
    const app = await makeApp();
    const login = someone();
    const all = await Promise.all(Array.from({ length: 10 }, () => signIn(app, login)));
    expect(new Set(all.map(({ user }) => user.id)).size).toBe(1);
    expect(await identitiesOf(all[0]?.user.id ?? "")).toHaveLength(1);
  });

  it("makes a username of its own where that of the address is taken", async () => {
    const app = await makeApp();
    const login = someone();
    const body = { email: `${someone()}@elsewhere.example`, username: login, password: "a long sentence, please" };
    expect((await call("POST", "/api/v1/auth/register", { app, body })).status).toBe(201);
    expect((await signIn(app, login)).user.username).toMatch(new RegExp(`^${login}-[0-9a-z]{6}$`));
  });

  it("on our own pages keeps the refresh token in the cookie, and holds in every app that they sell for", async () => {
    const app = await makeApp({ webApp: true });
    const other = await makeApp({ webApp: true });
    const { apps } = (await call("GET", "/web-config")).body as unknown as WebConfig;
    const pageOf = ({ appId }: TestApp) => ({
      "x-app-id": appId,
      "x-api-key": apps.find((each) => each.appId === appId)?.publishableKey ?? "",
      origin,
    });
    const browser = localBrowser();
    const back = await signInThrough(browser, { app, redirectUri: `${origin}/login/return`, login: someone() });
    const body = { code: back.get("code") };
    const stolen = await localBrowser().post("/api/v1/auth/oauth/token", pageOf(app), body);
    expect([stolen.status, stolen.body.error.code]).toEqual([400, "OIDC_CODE_INVALID"]);
    const answer = await browser.post("/api/v1/auth/oauth/token", { ...pageOf(app), "x-session": "cookie" }, body);
    expect(answer.status).toBe(200);
    expect(answer.body.data.refreshToken).toBeUndefined();
    expect(answer.headers.get("set-cookie")).toMatch(/^mq_refresh=mq_rt_[\w-]{43};.* HttpOnly; SameSite=Strict$/);
    const authorization = `Bearer ${answer.body.data.accessToken}`;
    expect((await call("GET", "/api/v1/auth/me", { headers: { ...pageOf(other), authorization } })).status).toBe(200);
  });

  it("has a list of the providers, for the buttons", async () => {
    const app = await makeApp();
    const answer = await call("GET", "/api/v1/auth/oauth/providers", { app });
    expect(answer.body.data).toEqual({
      items: [
        { provider: "loopback", name: "The loopback" },
        { provider: "twin", name: "The twin" },
      ],
    });
    expect(JSON.stringify(answer.body)).not.toContain("secret");
  });
});

describe("an account that was there before", () => {
  it("is linked where its address is verified, and keeps its password and sessions", async () => {
    const app = await makeApp();
    const login = someone();
    const password = "a long sentence, please";
    const made = await call<{ user: User; refreshToken: string }>("POST", "/api/v1/auth/register", {
      app,
      body: { email: addressOf(login), password },
    });
    const { user, refreshToken } = made.body.data;
    await env.DB.prepare("UPDATE users SET email_verified = 1 WHERE id = ?").bind(user.id).run();
    expect((await signIn(app, login)).user.id).toBe(user.id);
    expect((await call("POST", "/api/v1/auth/login", { app, body: { email: addressOf(login), password } })).status).toBe(200);
    expect((await call("POST", "/api/v1/auth/refresh", { app, body: { refreshToken } })).status).toBe(200);
    const { results } = await env.DB.prepare("SELECT action FROM audit_log WHERE subject = ? AND action LIKE 'user.linked%'")
      .bind(user.id)
      .all();
    expect(results).toEqual([{ action: "user.linked" }]);
  });

  it("and waited for its owner, made by somebody else with an address that was not theirs, is the owner's alone from then on", async () => {
    const app = await makeApp();
    const login = someone();
    const password = "I was here before you";
    const made = await call<{ user: User; refreshToken: string; accessToken: string }>("POST", "/api/v1/auth/register", {
      app,
      body: { email: addressOf(login), password, phone: "+43 1 234567" },
    });
    const { user, refreshToken, accessToken } = made.body.data;
    await env.DB.prepare("INSERT INTO identities VALUES ('https://elsewhere.example', 'squatter', 'elsewhere', ?, 1)").bind(user.id).run();
    const arrived = await signIn(app, login);
    expect(arrived.user).toMatchObject({ id: user.id, emailVerified: true });
    const attempt = await call("POST", "/api/v1/auth/login", { app, body: { email: addressOf(login), password } });
    expect(attempt.body.error.code).toBe("BAD_CREDENTIALS");
    expect((await call("POST", "/api/v1/auth/refresh", { app, body: { refreshToken } })).body.error.code).toBe("REFRESH_TOKEN_INVALID");
    const sessions = await call("GET", "/api/v1/auth/sessions", { app, headers: { authorization: `Bearer ${accessToken}` } });
    expect(sessions.body.error.code).toBe("TOKEN_INVALID");
    expect(await identitiesOf(user.id)).toEqual([{ subject: login }]);
    const { results } = await env.DB.prepare("SELECT action FROM audit_log WHERE subject = ? AND action LIKE 'user.linked%'")
      .bind(user.id)
      .all();
    expect(results).toEqual([{ action: "user.linked_and_cleared" }]);
    expect((await signIn(app, login)).user.id).toBe(user.id);
  });

  it("belongs to one person at a provider: somebody else with the same address there is refused", async () => {
    const app = await makeApp();
    const login = someone();
    await signIn(app, login);
    expect((await signIn(app, `${login}~2`)).back.get("error")).toBe("OIDC_SUBJECT_CHANGED");
  });

  it("is not linked by an address that nobody has verified, and none is made without one", async () => {
    const app = await makeApp();
    const login = someone();
    const user = await registerUser(app);
    await env.DB.prepare("UPDATE users SET email = ?, email_verified = 1 WHERE id = ?").bind(addressOf(login), user.userId).run();
    expect((await signIn(app, `${login}~unverified`)).back.get("error")).toBe("OIDC_EMAIL_UNVERIFIED");
    expect((await signIn(app, `${someone()}~silent`)).back.get("error")).toBe("OIDC_EMAIL_MISSING");
    expect(await identitiesOf(user.userId)).toEqual([]);
  });

  it("once linked needs no address any more", async () => {
    const app = await makeApp();
    const user = await makeUser(app);
    const login = `${someone()}~silent`;
    await env.DB.prepare("INSERT INTO identities VALUES (?, ?, 'loopback', ?, 1)").bind(inject("loopbackIssuer"), login, user.userId).run();
    expect((await signIn(app, login)).user.id).toBe(user.userId);
  });

  it("has no password to be found out where it was made through a provider", async () => {
    const app = await makeApp();
    const login = someone();
    await signIn(app, login);
    for (const password of ["", " ", "none", "null"].map((guess) => guess || "x")) {
      const answer = await call("POST", "/api/v1/auth/login", { app, body: { email: addressOf(login), password } });
      expect(answer.body.error.code).toBe("BAD_CREDENTIALS");
    }
  });
});

describe("a way back", () => {
  it("is on one of the app's origins, or on our own pages where they sell for it", async () => {
    const app = await makeApp({ origins: ["https://tickets.example.com", "https://*.example.org"] });
    const browser = localBrowser();
    const wrong = [
      "https://tickets.example.com.evil.example/",
      "https://evil.example/?https://tickets.example.com",
      "https://tickets.example.com@evil.example/",
      "https://user@tickets.example.com/",
      "https://tickets.example.com:8443/",
      "http://tickets.example.com/",
      "https://a.b.example.org/",
      "https://tickets.example.com/#fragment",
      "javascript:alert(1)//tickets.example.com",
      `${origin}/login/return`,
      "//evil.example",
    ];
    for (const address of wrong) {
      const { status, headers, text } = await browser.ask(startPath("loopback", app, address));
      expect([address, headers.get("location")]).toEqual([address, null]);
      expect(["OIDC_REDIRECT_NOT_ALLOWED", "VALIDATION_FAILED"]).toContain(JSON.parse(text).error.code);
      expect([403, 422]).toContain(status);
    }
    expect((await browser.ask(startPath("loopback", app, "https://one.example.org/x"))).status).toBe(302);
  });

  it("is asked for an app that is there, through a provider that is", async () => {
    const app = await makeApp();
    const off = await makeApp();
    await call("PATCH", `/api/v1/admin/apps/${off.appId}`, { admin: true, body: { isActive: false } });
    const browser = localBrowser();
    const codeOf = async (path: string) => {
      const { status, text } = await browser.ask(path);
      return [status, JSON.parse(text).error.code];
    };
    expect(await codeOf(startPath("unknown", app, redirectUri))).toEqual([404, "OIDC_PROVIDER_UNKNOWN"]);
    expect(await codeOf(startPath("constructor", app, redirectUri))).toEqual([404, "OIDC_PROVIDER_UNKNOWN"]);
    expect(await codeOf("/api/v1/auth/oauth/unknown/callback?state=x")).toEqual([404, "OIDC_PROVIDER_UNKNOWN"]);
    expect(await codeOf(startPath("loopback", off, redirectUri))).toEqual([404, "APP_NOT_FOUND"]);
    expect(await codeOf(startPath("loopback", { ...app, appId: "app_none" }, redirectUri))).toEqual([404, "APP_NOT_FOUND"]);
  });

  it("carries what the person decided: no", async () => {
    const app = await makeApp();
    const browser = localBrowser();
    const page = await browser.open(startPath("loopback", app, redirectUri), redirectUri);
    const cancel = /href="([^"]+\/abort)"/.exec(page.text)?.[1] ?? "";
    const back = await browser.open(new URL(cancel, page.url), redirectUri);
    expect(back.url.searchParams.get("error")).toBe("OIDC_DENIED");
    expect(back.url.searchParams.get("code")).toBeNull();
  });
});

describe("a state", () => {
  /** The address with which the provider sends the browser back to us, not asked for yet. */
  async function returning(app: TestApp, browser: SmallBrowser): Promise<URL> {
    const ours = `${origin}/api/v1/auth/oauth/`;
    const { url } = await browser
      .ask(startPath("loopback", app, redirectUri))
      .then((start) => browser.open(start.headers.get("location") ?? "", ours));
    const page = await browser.open(url, ours);
    const consent = await browser.submit(page, { login: someone(), password: "any" }, ours);
    return (await browser.submit(consent, {}, ours)).url;
  }
  const codeOf = (page: { text: string }) => JSON.parse(page.text).error.code;

  it("is good once", async () => {
    const [app, browser] = [await makeApp(), localBrowser()];
    const url = await returning(app, browser);
    expect((await browser.open(url, redirectUri)).url.searchParams.get("code")).toMatch(/^mq_oc_/);
    expect((await browser.open(url, redirectUri)).url.searchParams.get("error")).toBe("OIDC_STATE_INVALID");
  });

  it("is good in the browser that began alone, and another does not spend it", async () => {
    const [app, browser, victim] = [await makeApp(), localBrowser(), localBrowser()];
    const url = await returning(app, browser);
    expect(codeOf(await victim.ask(url))).toBe("OIDC_STATE_INVALID");
    await victim.ask(startPath("loopback", app, redirectUri));
    expect(codeOf(await victim.ask(url))).toBe("OIDC_STATE_INVALID");
    expect((await browser.open(url, redirectUri)).url.searchParams.get("code")).toMatch(/^mq_oc_/);
  });

  it("is good for ten minutes and for the provider that it was made for", async () => {
    const [app, browser] = [await makeApp(), localBrowser()];
    const url = await returning(app, browser);
    const mixedUp = new URL(url.href.replace("/loopback/", "/twin/"));
    expect(codeOf(await browser.ask(mixedUp))).toBe("OIDC_STATE_INVALID");
    for (const state of ["", "x", "%00"])
      expect(codeOf(await browser.ask(`${url.pathname}?code=x&state=${state}`))).toBe("OIDC_STATE_INVALID");
    expect(codeOf(await browser.ask(`${url.href}&state=second`))).toBe("OIDC_STATE_INVALID");
    const stateHash = await sha256(url.searchParams.get("state") ?? "");
    const { expires_at } = (await env.DB.prepare("SELECT expires_at FROM oidc_sign_ins WHERE state_hash = ?")
      .bind(stateHash)
      .first<{ expires_at: number }>()) ?? { expires_at: 0 };
    expect(Math.abs(expires_at - Date.now() - limits.oidcSignInSeconds * 1000)).toBeLessThan(60_000);
    await env.DB.prepare("UPDATE oidc_sign_ins SET expires_at = ? WHERE state_hash = ?").bind(Date.now(), stateHash).run();
    expect((await browser.open(url, redirectUri)).url.searchParams.get("error")).toBe("OIDC_STATE_INVALID");
    await sweepSignIns(testTenantCtx(app, { now: () => Date.now() + 2 * 3_600_000 }));
    expect(codeOf(await browser.ask(url))).toBe("OIDC_STATE_INVALID");
  });

  it("of two windows of one browser lead each to its own end", async () => {
    const [app, browser] = [await makeApp(), localBrowser()];
    const [first, second] = [await returning(app, browser), await browser.ask(startPath("loopback", app, redirectUri))];
    expect(second.status).toBe(302);
    expect((await browser.open(first, redirectUri)).url.searchParams.get("code")).toMatch(/^mq_oc_/);
  });
});

describe("a code", () => {
  const invalid = { code: "OIDC_CODE_INVALID" };
  const newCode = async (app: TestApp, browser: SmallBrowser, more: Record<string, string> = {}) =>
    (await signInThrough(browser, { app, redirectUri, login: someone(), more })).get("code") ?? "";

  it("is good once, however many send it", async () => {
    const [app, browser] = [await makeApp(), localBrowser()];
    const code = await newCode(app, browser);
    const answers = await Promise.all(Array.from({ length: 10 }, () => redeem(browser, app, code)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 400)]);
  });

  it("is good at the app where the sign-in began, for a minute", async () => {
    const [app, other, browser] = [await makeApp(), await makeApp(), localBrowser()];
    const code = await newCode(app, browser);
    expect((await redeem(browser, other, code)).body.error).toMatchObject(invalid);
    expect((await redeem(browser, app, "mq_oc_unknown")).body.error).toMatchObject(invalid);
    await env.DB.prepare("UPDATE oidc_sign_ins SET code_expires_at = code_expires_at - ? WHERE code_hash = ?")
      .bind(limits.oidcCodeSeconds * 1000, await sha256(code))
      .run();
    expect((await redeem(browser, app, code)).body.error).toMatchObject(invalid);
  });

  it("that was begun with a challenge is good with its verifier alone", async () => {
    const [app, browser] = [await makeApp(), localBrowser()];
    const codeVerifier = "v".repeat(43);
    const code = await newCode(app, browser, { code_challenge: await sha256(codeVerifier) });
    expect((await redeem(browser, app, code)).body.error).toMatchObject(invalid);
    expect((await redeem(browser, app, code, { codeVerifier: "w".repeat(43) })).body.error).toMatchObject(invalid);
    expect((await redeem(browser, app, code, { codeVerifier })).status).toBe(200);
  });

  it("of an account that was erased meanwhile is worth nothing", async () => {
    const [app, browser] = [await makeApp(), localBrowser()];
    const code = await newCode(app, browser);
    await env.DB.prepare("UPDATE users SET erased_at = 1 WHERE id = (SELECT user_id FROM oidc_sign_ins WHERE code_hash = ?)")
      .bind(await sha256(code))
      .run();
    expect((await redeem(browser, app, code)).body.error).toMatchObject(invalid);
  });
});

describe("what is linked", () => {
  it("is in the person's export, and goes when they go", async () => {
    const app = await makeApp();
    const login = someone();
    const { user } = await signIn(app, login);
    const tokens = await beginSession(testTenantCtx(app), user.id);
    const headers = { authorization: `Bearer ${tokens.accessToken}` };
    const { body } = await call<Record<string, unknown>>("GET", "/api/v1/users/me/export", { app, headers });
    expect(JSON.stringify(body)).toContain(`"subject":"${login}"`);
    await call("DELETE", "/api/v1/users/me", { app, headers, body: {} });
    expect(await identitiesOf(user.id)).toEqual([]);
    expect((await signIn(app, login)).user.id).not.toBe(user.id);
  });
});
