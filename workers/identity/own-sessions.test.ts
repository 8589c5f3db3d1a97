import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Page } from "../../contracts/envelope.ts";
import type { LoggedOut, Session } from "../../contracts/identity.ts";
import { limits } from "../../contracts/limits.ts";
import type { SessionInfo } from "../../contracts/sessions.ts";
import type { WebConfig } from "../../contracts/tenants.ts";
import { call, makeApp, makeUser, origin, registerUser, type TestApp, type TestUser, testTenantCtx } from "../../test/harness.ts";
import { beginSession } from "./begin-session.ts";
import { endSessionsOf } from "./end-sessions.ts";

type Headers = Record<string, string>;
const list = (headers: Headers, query = "") => call<Page<SessionInfo>>("GET", `/api/v1/auth/sessions${query}`, { headers });
const end = (headers: Headers, id: string) => call<LoggedOut>("DELETE", `/api/v1/auth/sessions/${id}`, { headers });
const refresh = (app: TestApp, refreshToken: string) => call("POST", "/api/v1/auth/refresh", { app, body: { refreshToken } });
const appsOf = ({ items }: Page<SessionInfo>) => items.map(({ app }) => app?.appId ?? null);

/** Another session of the same person at this app, with the headers of its browser. */
async function again(user: TestUser, app: TestApp = user.app): Promise<{ headers: Headers; refreshToken: string }> {
  const tokens = await beginSession(testTenantCtx(app), user.userId);
  return { headers: { ...app.headers, authorization: `Bearer ${tokens.accessToken}` }, refreshToken: tokens.refreshToken };
}

/** A person who has signed in on the platform's own pages, with what these send. */
async function onOwnPage() {
  const app = await makeApp({ webApp: true });
  const { apps } = (await call("GET", "/web-config")).body as unknown as WebConfig;
  const key = apps.find(({ appId }) => appId === app.appId)?.publishableKey ?? "";
  const page = { "x-app-id": app.appId, "x-api-key": key, origin };
  const user = await registerUser(app);
  const { email, password } = user;
  const login = await call<Session>("POST", "/api/v1/auth/login", { headers: page, body: { email, password } });
  return { app, user, page, headers: { ...page, authorization: `Bearer ${login.body.data.accessToken}` } };
}

describe("a person's sessions", () => {
  it("at an app are those of this app, the newest first, and the one that asks is marked", async () => {
    const user = await makeUser(await makeApp());
    const [second] = [await again(user), await again(user, await makeApp())];
    await makeUser(user.app);
    const { body } = await list(second.headers);
    expect(body.data.items.map(({ current }) => current)).toEqual([true, false]);
    expect(appsOf(body.data)).toEqual([user.app.appId, user.app.appId]);
    expect(body.data.items[0]?.app?.name).toMatch(/^Theatre /);
    expect(body.data.nextCursor).toBeNull();
    const [first] = body.data.items;
    expect(Date.parse(first?.expiresAt ?? "") - Date.parse(first?.lastUsedAt ?? "")).toBe(limits.refreshTokenSeconds * 1000);
  });

  it("on the platform's own pages are all of them, with the names of the apps", async () => {
    const { app, user, headers } = await onOwnPage();
    const elsewhere = await makeApp();
    await again(user, elsewhere);
    const { body } = await list(headers);
    expect(appsOf(body.data)).toEqual([elsewhere.appId, null, app.appId]);
    expect(body.data.items.map(({ current }) => current)).toEqual([false, true, false]);
  });

  it("come in pages", async () => {
    const user = await makeUser(await makeApp());
    for (let n = 0; n < 4; n++) await again(user);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const { body } = await list(user.headers, `?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.data.items.map(({ id }) => id));
      cursor = body.data.nextCursor;
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen).toEqual(seen.toSorted().reverse());
    expect((await list(user.headers, "?cursor=nonsense")).status).toBe(422);
  });

  it("do not count any more once they have ended, run out or lain unused", async () => {
    const user = await makeUser(await makeApp());
    const [out] = [await again(user), await again(user), await again(user)];
    await call("POST", "/api/v1/auth/logout", { headers: out.headers, body: {} });
    const ids = (await list(user.headers)).body.data.items.filter(({ current }) => !current).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    await env.DB.prepare("UPDATE sessions SET expires_at = ? WHERE id = ?")
      .bind(Date.now() - 1, ids[0])
      .run();
    await env.DB.prepare("UPDATE sessions SET last_used_at = ? WHERE id = ?")
      .bind(Date.now() - 7 * 86_400_000, ids[1])
      .run();
    expect((await list(user.headers)).body.data.items.map(({ current }) => current)).toEqual([true]);
    expect((await end(user.headers, ids[0] ?? "")).body.error.code).toBe("SESSION_NOT_FOUND");
  });

  it("are not shown to a token whose own session is over, which ends none either", async () => {
    const user = await makeUser(await makeApp());
    const other = await again(user);
    await call("POST", "/api/v1/auth/logout", { user, body: {} });
    const { items } = (await list(other.headers)).body.data;
    for (const answer of [
      await list(user.headers),
      await end(user.headers, items[0]?.id ?? ""),
      await call("POST", "/api/v1/auth/logout-all", { user }),
    ]) {
      expect(answer).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
    }
    expect((await refresh(user.app, other.refreshToken)).status).toBe(200);
  });
});

describe("to end one session", () => {
  it("ends that and no other", async () => {
    const user = await makeUser(await makeApp());
    const other = await again(user);
    const { items } = (await list(user.headers)).body.data;
    const id = items.find(({ current }) => !current)?.id ?? "";
    expect(await end(user.headers, id)).toMatchObject({ status: 200, body: { data: { sessionsEnded: 1 } } });
    expect((await refresh(user.app, other.refreshToken)).body.error.code).toBe("REFRESH_TOKEN_INVALID");
    expect((await refresh(user.app, user.refreshToken)).status).toBe(200);
    expect(await end(user.headers, id)).toMatchObject({ status: 404, body: { error: { code: "SESSION_NOT_FOUND" } } });
  });

  it("is for one's own: another's, another app's and an unknown one are all the same", async () => {
    const user = await makeUser(await makeApp());
    const bystander = await makeUser(user.app);
    const elsewhere = await again(user, await makeApp());
    const foreign = (await list(bystander.headers)).body.data.items[0]?.id ?? "";
    const abroad = (await list(elsewhere.headers)).body.data.items[0]?.id ?? "";
    for (const id of [foreign, abroad, "ses_none", "x"]) {
      expect(await end(user.headers, id)).toMatchObject({ status: 404, body: { error: { code: "SESSION_NOT_FOUND" } } });
    }
    expect((await list(bystander.headers)).status).toBe(200);
  });

  it("reaches every app from the platform's own pages", async () => {
    const { user, headers } = await onOwnPage();
    const elsewhere = await makeApp();
    const { refreshToken } = await again(user, elsewhere);
    const { items } = (await list(headers)).body.data;
    const id = items.find(({ app }) => app?.appId === elsewhere.appId)?.id ?? "";
    expect((await end(headers, id)).body.data).toEqual({ sessionsEnded: 1 });
    expect((await refresh(elsewhere, refreshToken)).status).toBe(401);
  });
});

describe("to log out everywhere", () => {
  it("on the platform's own pages ends the sessions in all apps", async () => {
    const { user, headers } = await onOwnPage();
    const elsewhere = await makeApp();
    const { refreshToken } = await again(user, elsewhere);
    expect((await call<LoggedOut>("POST", "/api/v1/auth/logout-all", { headers })).body.data).toEqual({ sessionsEnded: 3 });
    expect((await refresh(elsewhere, refreshToken)).status).toBe(401);
  });

  it("at an app leaves those of other apps and of the platform's own pages", async () => {
    const { app, user, headers } = await onOwnPage();
    const there = await again(user, app);
    const elsewhere = await again(user, await makeApp());
    expect((await call<LoggedOut>("POST", "/api/v1/auth/logout-all", { headers: there.headers })).body.data).toEqual({ sessionsEnded: 2 });
    expect((await list(headers)).status).toBe(200);
    expect((await list(elsewhere.headers)).status).toBe(200);
  });
});

describe("the end of all of a person's sessions", () => {
  it("can spare one, and can depend on a condition", async () => {
    const user = await makeUser(await makeApp());
    await again(user);
    const ctx = testTenantCtx(user.app);
    const current = (await list(user.headers)).body.data.items.find((session) => session.current)?.id;
    expect(await endSessionsOf(ctx, user.userId, { onlyIf: sql`changes() > 1000` })).toBe(0);
    expect(await endSessionsOf(ctx, user.userId, { except: current })).toBe(1);
    expect((await list(user.headers)).body.data.items).toHaveLength(1);
    expect(await endSessionsOf(ctx, user.userId)).toBe(1);
    expect((await list(user.headers)).status).toBe(401);
  });
});

describe("the number of a person's sessions", () => {
  it("is limited: the oldest makes room", async () => {
    const user = await makeUser(await makeApp());
    let last = await again(user);
    for (let n = 2; n < limits.sessionsPerUserMax; n++) last = await again(user);
    expect((await refresh(user.app, user.refreshToken)).status).toBe(200);
    last = await again(user);
    expect((await list(last.headers, "?limit=100")).body.data.items).toHaveLength(limits.sessionsPerUserMax);
    expect((await list(user.headers)).status).toBe(401);
  });
});
