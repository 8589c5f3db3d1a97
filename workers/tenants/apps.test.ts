import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { ApiKey, App, AppAndKeys, NewKey, WebConfig } from "../../contracts/tenants.ts";
import { call, makeApp, type TestApp } from "../../test/harness.ts";

const apps = "/api/v1/admin/apps";
const admin = true;
const ticket = { body: { target: "/showtimes/x/live" } };

const actionsOn = async (appId: string): Promise<string[]> => {
  const { results } = await env.DB.prepare("SELECT action, actor FROM audit_log WHERE app_id = ? ORDER BY id")
    .bind(appId)
    .all<{ action: string }>();
  return results.map(({ action }) => action);
};
const keysOf = async (app: TestApp): Promise<ApiKey[]> => (await call<AppAndKeys>("GET", `${apps}/${app.appId}`, { admin })).body.data.keys;
const webApps = async () => ((await call("GET", "/web-config")).body as unknown as WebConfig).apps;

describe("an app", () => {
  it("is registered with a key of each kind, and the audit log says by whom", async () => {
    const body = { name: "Grand Theatre", domain: "EVENT", allowedOrigins: ["https://tickets.example.com"] };
    const made = await call<{ app: App; publishableKey: string; secretKey: string }>("POST", apps, { admin, body });
    expect(made.status).toBe(201);
    const { app, publishableKey, secretKey } = made.body.data;
    expect(app).toEqual({
      ...body,
      appId: app.appId,
      openOrganizers: false,
      maxSeatsPerUser: null,
      webApp: false,
      brand: { color: null, logoUrl: null, contactEmail: null },
      isActive: true,
      createdAt: app.createdAt,
      updatedAt: app.createdAt,
    });
    expect(publishableKey).toMatch(/^mq_pk_live_[0-9A-Za-z]{36}$/);
    expect(secretKey).toMatch(/^mq_sk_live_[0-9A-Za-z]{36}$/);
    const entry = await env.DB.prepare("SELECT * FROM audit_log WHERE subject = ?").bind(app.appId).first();
    expect(entry).toMatchObject({ action: "app.created", actor: `admin:${env.ADMIN_EMAIL}`, app_id: app.appId });
  });

  it("is read with its keys, of which only the ends are shown", async () => {
    const app = await makeApp();
    const { body } = await call<AppAndKeys>("GET", `${apps}/${app.appId}`, { admin });
    expect(body.data.app.appId).toBe(app.appId);
    expect(body.data.keys).toMatchObject([
      { kind: "PUBLISHABLE", prefix: "mq_pk_live_", last4: app.publishableKey.slice(-4), expiresAt: null },
      { kind: "SECRET", prefix: "mq_sk_live_", last4: app.secretKey.slice(-4), expiresAt: null },
    ]);
    expect(JSON.stringify(body)).not.toContain(app.secretKey);
  });

  it("is listed, the newest first, page by page", async () => {
    const made = [await makeApp(), await makeApp(), await makeApp()].map((app) => app.appId).reverse();
    const first = await call<{ items: App[]; nextCursor: string }>("GET", `${apps}?limit=2`, { admin });
    expect(first.body.data.items.map((app) => app.appId)).toEqual(made.slice(0, 2));
    const second = await call<{ items: App[] }>("GET", `${apps}?limit=2&cursor=${first.body.data.nextCursor}`, { admin });
    expect(second.body.data.items[0]?.appId).toBe(made[2]);
    for (const query of ["limit=0", "limit=101", "limit=x", "cursor=nonsense", "page=1"]) {
      expect(await call("GET", `${apps}?${query}`, { admin })).toMatchObject({
        status: 422,
        body: { error: { code: "VALIDATION_FAILED" } },
      });
    }
  });

  it("is changed where the change says so, and nowhere else", async () => {
    const app = await makeApp();
    const before = await call<AppAndKeys>("GET", `${apps}/${app.appId}`, { admin });
    const changed = await call<{ app: App }>("PATCH", `${apps}/${app.appId}`, {
      admin,
      body: { name: "Small Theatre", openOrganizers: true },
    });
    const { updatedAt, ...rest } = before.body.data.app;
    expect(updatedAt).toBeDefined();
    expect(changed.body.data.app).toMatchObject({ ...rest, name: "Small Theatre", openOrganizers: true });
    expect(await actionsOn(app.appId)).toEqual(["app.created", "app.updated"]);
  });

  it("that nobody knows is APP_NOT_FOUND on every route", async () => {
    const unknown = `${apps}/app_unknown`;
    const answers = await Promise.all([
      call("GET", unknown, { admin }),
      call("PATCH", unknown, { admin, body: { isActive: false } }),
      call("POST", `${unknown}/keys`, { admin, body: { kind: "SECRET" } }),
      call("DELETE", `${unknown}/keys/key_unknown`, { admin }),
      call("POST", `${unknown}/rotate-key`, { admin, body: { kind: "SECRET" } }),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ status: 404, body: { error: { code: "APP_NOT_FOUND" } } });
  });

  it("is refused with fields or values that it cannot have", async () => {
    const good = { name: "Theatre", domain: "EVENT" };
    for (const body of [
      { ...good, domain: "OPERA" },
      { ...good, name: "" },
      { ...good, isActive: false },
      { ...good, webApp: true },
      { ...good, allowedOrigins: ["*"] },
      { ...good, allowedOrigins: Array.from({ length: 51 }, (_, at) => `https://a${at}.example.com`) },
    ]) {
      expect(await call("POST", apps, { admin, body })).toMatchObject({ status: 422, body: { error: { code: "VALIDATION_FAILED" } } });
    }
  });
});

describe("a key", () => {
  it("is made beside the others, with an end if one is named", async () => {
    const app = await makeApp();
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await call<NewKey>("POST", `${apps}/${app.appId}/keys`, { admin, body: { kind: "SECRET", expiresAt } });
    expect(made.status).toBe(201);
    expect(made.body.data).toMatchObject({ key: { kind: "SECRET", expiresAt } });
    expect(made.body.data.publishableKey).toBeUndefined();
    const headers = { ...app.serverHeaders, "x-api-key": made.body.data.secretKey ?? "" };
    expect((await call("POST", "/api/v1/ws-tickets", { ...ticket, headers })).status).toBe(201);
  });

  it("too many is KEY_LIMIT_REACHED, also when they are made at the same time", async () => {
    const app = await makeApp();
    const make = () => call("POST", `${apps}/${app.appId}/keys`, { admin, body: { kind: "PUBLISHABLE" } });
    const answers = await Promise.all(Array.from({ length: 25 }, make));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(18);
    expect(answers.find(({ status }) => status !== 201)).toMatchObject({ status: 409, body: { error: { code: "KEY_LIMIT_REACHED" } } });
    expect((await actionsOn(app.appId)).filter((action) => action === "key.created")).toHaveLength(18);
    const rotation = await call("POST", `${apps}/${app.appId}/rotate-key`, { admin, body: { kind: "SECRET" } });
    expect(rotation).toMatchObject({ status: 409, body: { error: { code: "KEY_LIMIT_REACHED" } } });
    const keys = await keysOf(app);
    expect(keys.every((key) => key.expiresAt === null)).toBe(true);
    await call("DELETE", `${apps}/${app.appId}/keys/${keys[0]?.id}`, { admin });
    expect((await make()).status).toBe(201);
  });

  it("past its time makes room for a new one", async () => {
    const app = await makeApp();
    const body = { kind: "SECRET", expiresAt: new Date(Date.now() - 1000).toISOString() };
    for (let made = 0; made < 20; made++) expect((await call("POST", `${apps}/${app.appId}/keys`, { admin, body })).status).toBe(201);
    expect(await keysOf(app)).toHaveLength(3);
  });

  it("is revoked once, and only through its own app", async () => {
    const [app, other] = await Promise.all([makeApp(), makeApp()]);
    const [, key] = await keysOf(app);
    const revoke = (appId: string) => call<{ key: ApiKey }>("DELETE", `${apps}/${appId}/keys/${key?.id}`, { admin });
    expect(await revoke(other.appId)).toMatchObject({ status: 404, body: { error: { code: "KEY_NOT_FOUND" } } });
    expect(await revoke(app.appId)).toMatchObject({ status: 200, body: { data: { key: { id: key?.id } } } });
    expect(await revoke(app.appId)).toMatchObject({ status: 404, body: { error: { code: "KEY_NOT_FOUND" } } });
    expect(await actionsOn(app.appId)).toEqual(["app.created", "key.revoked"]);
    expect((await call("POST", "/api/v1/ws-tickets", { server: app, ...ticket })).body.error.code).toBe("APP_CREDENTIALS_INVALID");
  });

  it("is rotated: the new one works at once, the old ones of its kind until the grace is over", async () => {
    const app = await makeApp();
    const rotated = await call<NewKey>("POST", `${apps}/${app.appId}/rotate-key`, { admin, body: { kind: "SECRET", graceSeconds: 3600 } });
    expect(rotated.status).toBe(201);
    const headers = { ...app.serverHeaders, "x-api-key": rotated.body.data.secretKey ?? "" };
    for (const credentials of [headers, app.serverHeaders]) {
      expect((await call("POST", "/api/v1/ws-tickets", { ...ticket, headers: credentials })).status).toBe(201);
    }
    const [publishable, old, made] = await keysOf(app);
    expect([publishable?.expiresAt, made?.expiresAt]).toEqual([null, null]);
    expect(Math.abs(Date.parse(old?.expiresAt ?? "") - Date.now() - 3_600_000)).toBeLessThan(60_000);
  });

  it("is rotated without grace, and the old one is refused", async () => {
    const app = await makeApp();
    await call("POST", `${apps}/${app.appId}/rotate-key`, { admin, body: { kind: "SECRET" } });
    expect((await call("POST", "/api/v1/ws-tickets", { server: app, ...ticket })).body.error.code).toBe("APP_CREDENTIALS_INVALID");
  });
});

describe("the platform's own web app", () => {
  it("learns of the apps that it sells for, and calls them with a key of their own from our origin", async () => {
    const app = await makeApp();
    const put = (webApp: boolean) => call<{ app: App }>("PATCH", `${apps}/${app.appId}`, { admin, body: { webApp } });
    expect((await put(true)).body.data.app.webApp).toBe(true);
    const entry = (await webApps()).find(({ appId }) => appId === app.appId);
    expect(entry).toEqual({ appId: app.appId, publishableKey: entry?.publishableKey, domain: "EVENT", name: entry?.name });
    const headers = { "x-app-id": app.appId, "x-api-key": entry?.publishableKey ?? "", origin: "http://localhost:8787" };
    expect((await call("POST", "/api/v1/ws-tickets", { ...ticket, headers })).status).toBe(201);
    expect((await call("POST", "/api/v1/ws-tickets", { ...ticket, headers: { ...headers, origin: "https://evil.example" } })).status).toBe(
      403,
    );
    await put(true);
    expect(await keysOf(app)).toHaveLength(3);
    expect((await put(false)).body.data.app.webApp).toBe(false);
    expect(await keysOf(app)).toHaveLength(2);
    expect((await webApps()).find(({ appId }) => appId === app.appId)).toBeUndefined();
  });

  it("gets the new key when the publishable keys are rotated, and leaves an app whose key is revoked or that is switched off", async () => {
    const app = await makeApp({ webApp: true });
    const found = async () => (await webApps()).find(({ appId }) => appId === app.appId)?.publishableKey;
    const rotated = await call<NewKey>("POST", `${apps}/${app.appId}/rotate-key`, {
      admin,
      body: { kind: "PUBLISHABLE", graceSeconds: 60 },
    });
    expect(await found()).toBe(rotated.body.data.publishableKey);
    await call("PATCH", `${apps}/${app.appId}`, { admin, body: { isActive: false } });
    expect(await found()).toBeUndefined();
    await call("PATCH", `${apps}/${app.appId}`, { admin, body: { isActive: true } });
    expect(await found()).toBeDefined();
    await call("DELETE", `${apps}/${app.appId}/keys/${rotated.body.data.key.id}`, { admin });
    expect(await found()).toBeUndefined();
  });
});
