import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Page } from "../../contracts/envelope.ts";
import type { User } from "../../contracts/identity.ts";
import type { Organizer } from "../../contracts/organizers.ts";
import { call, makeApp, makeUser, registerUser, type TestApp, testTenantCtx } from "../../test/harness.ts";
import { recentRoleAt } from "../identity/role.ts";

const put = (server: TestApp, userId: string) => call<{ organizer: Organizer }>("PUT", `/api/v1/organizers/${userId}`, { server });
const remove = (server: TestApp, userId: string) => call<{ organizer: Organizer }>("DELETE", `/api/v1/organizers/${userId}`, { server });
const trail = async (subject: string) =>
  (await env.DB.prepare("SELECT app_id, actor, action FROM audit_log WHERE subject = ? ORDER BY id").bind(subject).all()).results;

describe("an organizer", () => {
  it("is named once and dismissed once, however often it is said, each with its audit row", async () => {
    const app = await makeApp();
    const { userId } = await makeUser(app, { name: "Ada" });
    const named = await put(app, userId);
    expect(named.body.data.organizer).toMatchObject({ userId, name: "Ada", role: "ORGANIZER" });
    const { since } = named.body.data.organizer;
    expect(Math.abs(Date.parse(since ?? "") - Date.now())).toBeLessThan(60_000);
    expect((await put(app, userId)).body.data.organizer.since).toBe(since);
    for (let again = 0; again < 2; again++) {
      expect((await remove(app, userId)).body.data.organizer).toMatchObject({ userId, role: "USER", since: null });
    }
    const actions = ["organizer.named", "organizer.dismissed"];
    expect(await trail(userId)).toEqual(actions.map((action) => ({ app_id: app.appId, actor: "server", action })));
  });

  it("says so at the next refresh, and at once where somebody asks who they are", async () => {
    const app = await makeApp();
    const user = await registerUser(app);
    await put(app, user.userId);
    const role = async (path: string, headers = user.headers) => (await call("GET", path, { headers })).body.data as unknown;
    expect(await role("/api/v1/auth/me")).toMatchObject({ user: { role: "ORGANIZER" } });
    expect(await role("/api/v1/auth/verify")).toMatchObject({ role: "ORGANIZER" });
    const refreshed = await call<{ accessToken: string }>("POST", "/api/v1/auth/refresh", {
      app,
      body: { refreshToken: user.refreshToken },
    });
    const [, payload = ""] = refreshed.body.data.accessToken.split(".");
    expect(JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")))).toMatchObject({ role: "ORGANIZER" });
    const { email, password } = user;
    const login = await call<{ user: User }>("POST", "/api/v1/auth/login", { app, body: { email, password } });
    expect(login.body.data.user.role).toBe("ORGANIZER");
    await remove(app, user.userId);
    expect(await role("/api/v1/auth/me")).toMatchObject({ user: { role: "USER" } });
  });

  it("is told to servers that verify tokens as one of at most 15 s ago", async () => {
    const app = await makeApp();
    const { userId } = await makeUser(app);
    const now = Date.now();
    const roleAfter = (seconds: number) => recentRoleAt(testTenantCtx(app, { now: () => now + seconds * 1000 }), userId);
    await put(app, userId);
    expect(await roleAfter(0)).toBe("ORGANIZER");
    // What another isolate does, this one finds in the database.
    await env.DB.prepare("DELETE FROM organizers WHERE app_id = ? AND user_id = ?").bind(app.appId, userId).run();
    expect([await roleAfter(14), await roleAfter(16)]).toEqual(["ORGANIZER", "USER"]);
  });

  it("is told to them at once where it was given or taken", async () => {
    const app = await makeApp();
    const { userId, headers } = await makeUser(app);
    const told = async () => (await call<{ role: string }>("GET", "/api/v1/auth/verify", { headers })).body.data.role;
    const roles = [await told()];
    for (const change of [put, remove]) {
      await change(app, userId);
      roles.push(await told());
    }
    expect(roles).toEqual(["USER", "ORGANIZER", "USER"]);
  });

  it("is one of this app alone", async () => {
    const [app, other] = await Promise.all([makeApp(), makeApp()]);
    const { userId } = await makeUser(app);
    await put(app, userId);
    expect((await remove(other, userId)).status).toBe(404);
    const list = await call<Page<Organizer>>("GET", "/api/v1/organizers", { server: app });
    expect(list.body.data.items.map((organizer) => organizer.userId)).toEqual([userId]);
    expect((await call<Page<Organizer>>("GET", "/api/v1/organizers", { server: other })).body.data.items).toEqual([]);
  });

  it("can be nobody who has never signed in at this app, in the words for nobody at all", async () => {
    const [app, other] = await Promise.all([makeApp(), makeApp()]);
    const stranger = await makeUser(other);
    const foreign = await put(app, stranger.userId);
    expect([foreign.status, foreign.body.error.code]).toEqual([404, "USER_NOT_FOUND"]);
    expect(foreign.body).toEqual((await put(app, "usr_unknown")).body);
    expect((await remove(app, stranger.userId)).body).toEqual((await remove(app, "usr_unknown")).body);
    expect(await trail(stranger.userId)).toEqual([]);
  });

  it("is everybody where the app says so, named or not", async () => {
    const app = await makeApp({ openOrganizers: true });
    const { userId } = await makeUser(app);
    expect((await remove(app, userId)).body.data.organizer).toMatchObject({ role: "ORGANIZER", since: null });
  });
});

it("organizers are listed page by page", async () => {
  const app = await makeApp();
  const ids: string[] = [];
  for (let made = 0; made < 3; made++) ids.push((await makeUser(app, { role: "ORGANIZER" })).userId);
  const page = async (query: string) =>
    (await call<Page<Organizer>>("GET", `/api/v1/organizers?limit=2${query}`, { server: app })).body.data;
  const first = await page("");
  const second = await page(`&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items].map(({ userId }) => userId)).toEqual(ids.sort());
  expect(second.nextCursor).toBeNull();
});
