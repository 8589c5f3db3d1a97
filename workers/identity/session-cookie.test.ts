import { describe, expect, it } from "vitest";
import type { Session, SessionTokens } from "../../contracts/identity.ts";
import type { WebConfig } from "../../contracts/tenants.ts";
import { call, makeApp, origin, registerUser } from "../../test/harness.ts";

/** An app of the web app's, somebody who has registered there, and the headers of our own page. */
async function ownPage() {
  const app = await makeApp({ webApp: true });
  const { apps } = (await call("GET", "/web-config")).body as unknown as WebConfig;
  const key = apps.find(({ appId }) => appId === app.appId)?.publishableKey ?? "";
  return { app, user: await registerUser(app), headers: { "x-app-id": app.appId, "x-api-key": key, origin, "x-session": "cookie" } };
}

const setCookieOf = (answer: { headers: Headers }): string => answer.headers.get("set-cookie") ?? "";
const cookieOf = (answer: { headers: Headers }): string => setCookieOf(answer).split(";")[0] ?? "";

describe("the web app's session", () => {
  it("lives in a cookie that no script can read, from log-in over refresh to log-out", async () => {
    const { user, headers } = await ownPage();
    const { email, password } = user;
    const login = await call<Session>("POST", "/api/v1/auth/login", { headers, body: { email, password } });
    expect(login.status).toBe(200);
    expect(login.body.data.refreshToken).toBeUndefined();
    expect(setCookieOf(login)).toMatch(/^mq_refresh=mq_rt_[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/);

    const refreshed = await call<SessionTokens>("POST", "/api/v1/auth/refresh", {
      headers: { ...headers, cookie: cookieOf(login) },
      body: {},
    });
    expect(refreshed.status).toBe(200);
    expect(refreshed.body.data.refreshToken).toBeUndefined();
    expect(cookieOf(refreshed)).toMatch(/^mq_refresh=mq_rt_/);
    expect(cookieOf(refreshed)).not.toBe(cookieOf(login));

    const out = await call("POST", "/api/v1/auth/logout", { headers: { ...headers, cookie: cookieOf(refreshed) }, body: {} });
    expect(out.body.data).toEqual({ sessionsEnded: 1 });
    expect(setCookieOf(out)).toMatch(/^mq_refresh=; Max-Age=0; Path=\//);
    const after = await call("POST", "/api/v1/auth/refresh", { headers: { ...headers, cookie: cookieOf(refreshed) }, body: {} });
    expect(after).toMatchObject({ status: 401, body: { error: { code: "REFRESH_TOKEN_INVALID" } } });
  });

  it("begins with a registration too, and over https under the name that binds it to the host", async () => {
    const { headers } = await ownPage();
    const body = { email: `${crypto.randomUUID()}@example.com`, password: "a long sentence, please" };
    const made = await call<Session>("POST", "https://marquee.example/api/v1/auth/register", {
      headers: { ...headers, origin: "https://marquee.example" },
      body,
    });
    expect(made.status).toBe(201);
    expect(made.body.data.refreshToken).toBeUndefined();
    expect(setCookieOf(made)).toMatch(/^__Host-mq_refresh=mq_rt_[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it("holds in all apps that the web app sells for, and in no other", async () => {
    const [one, other] = [await ownPage(), await ownPage()];
    const { email, password } = one.user;
    const login = await call<Session>("POST", "/api/v1/auth/login", { headers: one.headers, body: { email, password } });
    const authorization = `Bearer ${login.body.data.accessToken}`;
    expect((await call("GET", "/api/v1/auth/me", { headers: { ...other.headers, authorization } })).status).toBe(200);
    const refreshed = await call("POST", "/api/v1/auth/refresh", { headers: { ...other.headers, cookie: cookieOf(login) }, body: {} });
    expect(refreshed.status).toBe(200);
    const stranger = await makeApp();
    expect((await call("GET", "/api/v1/auth/me", { app: stranger, headers: { authorization } })).body.error.code).toBe("TOKEN_INVALID");
  });

  it("is asked for as JSON alone, which no form of another page can send", async () => {
    const { user, headers } = await ownPage();
    const { email, password } = user;
    const login = await call<Session>("POST", "/api/v1/auth/login", { headers, body: { email, password } });
    const cookie = cookieOf(login);
    for (const path of ["/api/v1/auth/refresh", "/api/v1/auth/logout"]) {
      for (const type of [{}, { "content-type": "application/x-www-form-urlencoded" }, { "content-type": "text/plain" }]) {
        const answer = await call("POST", path, { headers: { ...headers, ...type, cookie } });
        expect(answer).toMatchObject({ status: 415, body: { error: { code: "UNSUPPORTED_MEDIA_TYPE" } } });
        expect(answer.headers.get("set-cookie")).toBeNull();
      }
    }
    expect((await call("POST", "/api/v1/auth/refresh", { headers: { ...headers, cookie }, body: {} })).status).toBe(200);
  });

  it("begins on our own pages alone: on the page of a tenant that the web app sells for, it is that app's", async () => {
    const [one, other] = [await ownPage(), await ownPage()];
    const { email, password } = one.user;
    const pages = [one.app.headers, { ...one.headers, origin: "https://tickets.example.com" }];
    for (const headers of pages) {
      const login = await call<Session>("POST", "/api/v1/auth/login", { headers, body: { email, password } });
      const authorization = `Bearer ${login.body.data.accessToken}`;
      expect((await call("GET", "/api/v1/auth/me", { headers: { ...one.headers, authorization } })).status).toBe(200);
      expect((await call("GET", "/api/v1/auth/me", { headers: { ...other.headers, authorization } })).body.error.code).toBe(
        "TOKEN_INVALID",
      );
      const { refreshToken = "" } = login.body.data;
      expect((await call("POST", "/api/v1/auth/refresh", { headers: other.headers, body: { refreshToken } })).status).toBe(401);
    }
  });

  it("takes its cookie along when all sessions end, or this one by its name", async () => {
    const { user, headers } = await ownPage();
    const { email, password } = user;
    for (const leave of ["logout-all", "sessions"]) {
      const login = await call<Session>("POST", "/api/v1/auth/login", { headers, body: { email, password } });
      const signedIn = { ...headers, cookie: cookieOf(login), authorization: `Bearer ${login.body.data.accessToken}` };
      const { items } = (await call<{ items: { id: string; current: boolean }[] }>("GET", "/api/v1/auth/sessions", { headers: signedIn }))
        .body.data;
      const id = items.find(({ current }) => current)?.id ?? "";
      const out =
        leave === "sessions"
          ? await call("DELETE", `/api/v1/auth/sessions/${id}`, { headers: signedIn })
          : await call("POST", "/api/v1/auth/logout-all", { headers: signedIn });
      expect(setCookieOf(out)).toMatch(/^mq_refresh=; Max-Age=0/);
    }
  });

  it("is not offered to anybody else: the token comes in the body, and a cookie is not looked at", async () => {
    const { app, user, headers } = await ownPage();
    const { email, password } = user;
    const login = await call<Session>("POST", "/api/v1/auth/login", { headers, body: { email, password } });
    const cookie = cookieOf(login);
    const plain = await makeApp();
    const elsewhere = { ...headers, origin: "https://tickets.example.com" };
    const { origin: none, ...withoutOrigin } = headers;
    expect(none).toBe(origin);
    const others = [elsewhere, { ...withoutOrigin, "sec-fetch-site": "same-origin" }, { ...plain.headers, "x-session": "cookie" }];
    for (const other of others) {
      const answer = await call<Session>("POST", "/api/v1/auth/login", { headers: other, body: { email, password } });
      expect(answer.body.data.refreshToken).toMatch(/^mq_rt_/);
      expect(answer.headers.get("set-cookie")).toBeNull();
      const refused = await call("POST", "/api/v1/auth/refresh", { headers: { ...other, cookie }, body: {} });
      expect(refused.body.error.code).toBe("REFRESH_TOKEN_INVALID");
    }
    const bySecret = await call<Session>("POST", "/api/v1/auth/login", {
      server: app,
      headers: { "x-session": "cookie" },
      body: { email, password },
    });
    expect(bySecret.body.data.refreshToken).toMatch(/^mq_rt_/);
    const asForm = await call("POST", "/api/v1/auth/refresh", {
      headers: { ...headers, cookie, "content-type": "text/plain" },
      body: "{}",
    });
    expect(asForm.body.error.code).toBe("UNSUPPORTED_MEDIA_TYPE");
    expect((await call("POST", "/api/v1/auth/refresh", { headers: { ...headers, cookie }, body: {} })).status).toBe(200);
  });
});
