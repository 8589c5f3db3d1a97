import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { call, makeApp, testCtx } from "../../test/harness.ts";
import { findTenant } from "./find-tenant.ts";
import { originKnown } from "./origins.ts";
import { apiKeys, apps } from "./tables.ts";

const path = "/api/v1/ws-tickets";
const body = { target: "/showtimes/x/live" };
const ask = (headers: Record<string, string>) => call("POST", path, { body, headers });

describe("an app's credentials", () => {
  it("are asked for, both of them", async () => {
    const app = await makeApp();
    for (const headers of [{}, { "x-app-id": app.appId }, { "x-api-key": app.secretKey }, { "x-app-id": "", "x-api-key": app.secretKey }]) {
      expect(await ask(headers)).toMatchObject({ status: 401, body: { success: false, error: { code: "APP_CREDENTIALS_MISSING" } } });
    }
  });

  it("answer alike for an unknown app, a wrong key and another app's key", async () => {
    const [app, other] = await Promise.all([makeApp(), makeApp()]);
    const answers = await Promise.all([
      ask({ "x-app-id": "app_unknown", "x-api-key": app.secretKey }),
      ask({ "x-app-id": app.appId, "x-api-key": `${app.secretKey.slice(0, -1)}_` }),
      ask({ "x-app-id": app.appId, "x-api-key": other.secretKey }),
      ask({ "x-app-id": app.appId, "x-api-key": app.secretKey.toLowerCase() }),
      ask({ "x-app-id": app.appId, "x-api-key": "x".repeat(5000) }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual(answers[0].body);
    }
    expect(answers[0].body.error.code).toBe("APP_CREDENTIALS_INVALID");
  });

  it("are stored as hashes alone", async () => {
    const app = await makeApp();
    const { results } = await env.DB.prepare("SELECT * FROM api_keys WHERE app_id = ?").bind(app.appId).all();
    expect(results).toHaveLength(2);
    const row = await env.DB.prepare("SELECT * FROM apps WHERE id = ?").bind(app.appId).first();
    const trail = await env.DB.prepare("SELECT * FROM audit_log WHERE app_id = ?").bind(app.appId).all();
    const stored = JSON.stringify([results, row, trail.results]);
    expect(stored).not.toContain(app.secretKey);
    expect(stored).not.toContain(app.publishableKey);
  });
});

describe("a publishable key", () => {
  it("works from the origins of its app's list, one level of subdomain under a star", async () => {
    const app = await makeApp({ origins: ["https://tickets.example.com", "https://*.example.org"] });
    const from = (origin: string) => ask({ ...app.headers, origin });
    for (const origin of ["https://tickets.example.com", "https://vienna.example.org"]) expect((await from(origin)).status).toBe(201);
    for (const origin of ["https://evil.example", "https://a.b.example.org", "https://example.org", "null"]) {
      expect(await from(origin)).toMatchObject({ status: 403, body: { error: { code: "ORIGIN_NOT_ALLOWED" } } });
    }
  });

  it("needs no Origin only where the browser says that the page is of the same origin", async () => {
    const { headers } = await makeApp();
    const { origin, ...bare } = headers;
    expect(origin).toBeDefined();
    expect(await ask({ ...bare, "sec-fetch-site": "same-origin" })).toMatchObject({ status: 201 });
    for (const site of [{}, { "sec-fetch-site": "same-site" }, { "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "none" }]) {
      expect(await ask({ ...bare, ...site })).toMatchObject({ status: 403, body: { error: { code: "ORIGIN_NOT_ALLOWED" } } });
    }
  });
});

describe("a secret key", () => {
  it("works from no browser: any Origin is refused, a listed one too", async () => {
    const app = await makeApp();
    expect((await ask(app.serverHeaders)).status).toBe(201);
    for (const origin of ["https://tickets.example.com", "http://localhost:8787", "null"]) {
      expect(await ask({ ...app.serverHeaders, origin })).toMatchObject({ status: 403, body: { error: { code: "ORIGIN_NOT_ALLOWED" } } });
    }
  });
});

describe("x-end-user-ip", () => {
  const login = (headers: Record<string, string>) =>
    call("POST", "/api/v1/auth/login", { headers, body: { email: `${crypto.randomUUID()}@example.com`, password: "wrong" } });

  it("with the secret key makes the person's address the caller's: sessions say it, and lock-outs count by it", async () => {
    const app = await makeApp();
    const from = (ip: string) => ({ ...app.serverHeaders, "cf-connecting-ip": "198.51.100.1", "x-end-user-ip": ip });
    const email = `${crypto.randomUUID()}@example.com`;
    const registered = await call<{ user: { id: string } }>("POST", "/api/v1/auth/register", {
      headers: from("2001:DB8::0:7"),
      body: { email, password: "a long sentence, please" },
    });
    const session = await env.DB.prepare("SELECT ip FROM sessions WHERE user_id = ?").bind(registered.body.data.user.id).first();
    expect(session).toEqual({ ip: "2001:db8::7" });
    const wrong = (ip: string) => call("POST", "/api/v1/auth/login", { headers: from(ip), body: { email, password: "wrong" } });
    for (let attempt = 0; attempt < 5; attempt++) await wrong("203.0.113.7");
    await scheduler.wait(400);
    expect((await wrong("203.0.113.7")).body.error.code).toBe("ACCOUNT_LOCKED");
    expect((await wrong("203.0.113.8")).body.error.code).toBe("BAD_CREDENTIALS");
  });

  it("is one address and nothing else", async () => {
    const { serverHeaders } = await makeApp();
    for (const ip of ["localhost", "203.0.113.7, 198.51.100.1", "203.0.113.7:80", "1.2.3", "' OR 1=1 --", "x".repeat(1000)]) {
      expect(await login({ ...serverHeaders, "x-end-user-ip": ip })).toMatchObject({
        status: 400,
        body: { error: { code: "END_USER_IP_INVALID" } },
      });
    }
  });

  it("with the publishable key is refused: nobody chooses their own bucket", async () => {
    const { headers } = await makeApp();
    const answer = await login({ ...headers, "x-end-user-ip": "203.0.113.7" });
    expect([answer.status, answer.body.error]).toMatchObject([403, { code: "SCOPE_MISSING", details: { header: "x-end-user-ip" } }]);
  });

  it("counts for nothing where no key vouches for it", async () => {
    const email = `${crypto.randomUUID()}@example.com`;
    const wrong = (ip: string) =>
      call("POST", "/api/v1/admin/login", {
        headers: { "cf-connecting-ip": "198.51.100.77", "x-end-user-ip": ip },
        body: { email, password: "wrong" },
      });
    for (let attempt = 0; attempt < 5; attempt++) await wrong(`203.0.113.${attempt}`);
    expect((await wrong("203.0.113.99")).body.error.code).not.toBe("BAD_CREDENTIALS");
  });

  it("is no header that a preflight lets browsers send", async () => {
    await makeApp({ origins: ["https://end-user.example.com"] });
    const { headers } = await call("OPTIONS", "/api/v1/auth/login", {
      headers: { origin: "https://end-user.example.com", "access-control-request-method": "POST" },
    });
    expect(headers.get("access-control-allow-headers")).toContain("x-api-key");
    expect(headers.get("access-control-allow-headers")).not.toContain("x-end-user-ip");
  });
});

describe("an app that was switched off", () => {
  it("is refused with the right key, and the wrong key tells nothing of it", async () => {
    const app = await makeApp();
    await call("PATCH", `/api/v1/admin/apps/${app.appId}`, { admin: true, body: { isActive: false } });
    for (const headers of [app.headers, app.serverHeaders]) {
      expect(await ask(headers)).toMatchObject({ status: 403, body: { error: { code: "APP_INACTIVE" } } });
    }
    expect((await ask({ ...app.serverHeaders, "x-api-key": "mq_sk_live_x" })).body.error.code).toBe("APP_CREDENTIALS_INVALID");
  });
});

describe("what an isolate believes of a key", () => {
  it("is forgotten after 30 s: a switch, a revocation and another list of origins elsewhere count by then", async () => {
    const app = await makeApp();
    const { db } = testCtx();
    const nowMs = Date.now();
    const find = (key: string, afterMs: number) => findTenant(db, app.appId, key, nowMs + afterMs);
    expect(await find(app.secretKey, 0)).toMatchObject({ isActive: true, tenant: { keyKind: "SECRET" } });
    // What another isolate does, this one finds in the database.
    await db.batch([
      db.delete(apiKeys).where(and(eq(apiKeys.appId, app.appId), eq(apiKeys.kind, "SECRET"))),
      db.update(apps).set({ isActive: false, allowedOrigins: [] }).where(eq(apps.id, app.appId)),
    ]);
    expect(await find(app.secretKey, 29_000)).toMatchObject({ isActive: true });
    expect(await find(app.secretKey, 30_000)).toBeNull();
    expect(await find(app.publishableKey, 30_000)).toMatchObject({ isActive: false, allowedOrigins: [] });
  });

  it("counts no longer from the very next request on where it was changed", async () => {
    const app = await makeApp({ origins: ["https://next.example.com"] });
    const admin = (method: string, path: string, body?: object) =>
      call<{ keys: { id: string; kind: string }[] }>(method, `/api/v1/admin/apps/${app.appId}${path}`, { admin: true, body });
    const answers = async () =>
      [await ask(app.serverHeaders), await ask(app.headers)].map(({ status, body }) => body.error?.code ?? status);
    expect(await answers()).toEqual([201, 201]);

    await admin("PATCH", "", { isActive: false });
    expect(await answers()).toEqual(["APP_INACTIVE", "APP_INACTIVE"]);
    await admin("PATCH", "", { isActive: true, allowedOrigins: [] });
    expect(await answers()).toEqual([201, "ORIGIN_NOT_ALLOWED"]);
    await admin("PATCH", "", { allowedOrigins: ["https://next.example.com"] });
    expect(await answers()).toEqual([201, 201]);

    const { keys } = (await admin("GET", "")).body.data;
    await admin("DELETE", `/keys/${keys.find(({ kind }) => kind === "SECRET")?.id}`);
    await admin("POST", "/rotate-key", { kind: "PUBLISHABLE", graceSeconds: 0 });
    expect(await answers()).toEqual(["APP_CREDENTIALS_INVALID", "APP_CREDENTIALS_INVALID"]);
  });
});

describe("a preflight", () => {
  it("follows an app's list when that changes, and its switch", async () => {
    const app = await makeApp({ origins: ["https://before.example.com"] });
    const { db } = testCtx();
    const known = (origin: string, afterMs: number) => originKnown(db, origin, Date.now() + afterMs);
    expect(await known("https://before.example.com", 0)).toBe(true);
    const patch = (body: object) => call("PATCH", `/api/v1/admin/apps/${app.appId}`, { admin: true, body });
    await patch({ allowedOrigins: ["https://after.example.com", "https://after.example.com"] });
    expect([await known("https://before.example.com", 31_000), await known("https://after.example.com", 0)]).toEqual([false, true]);
    await patch({ isActive: false });
    expect(await known("https://after.example.com", 31_000)).toBe(false);
  });

  const preflight = (origin: string) =>
    call("OPTIONS", "/api/v1/auth/login", {
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "x-app-id,x-api-key,content-type" },
    });

  it("passes for an origin that some app lists, and for no other", async () => {
    await makeApp({ origins: ["https://preflight.example.com", "https://*.preflight.example.org"] });
    for (const origin of ["https://preflight.example.com", "https://a.preflight.example.org"]) {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(204);
      expect(headers.get("access-control-allow-origin")).toBe(origin);
      expect(headers.get("access-control-allow-headers")).toContain("x-api-key");
      expect(headers.get("access-control-allow-credentials")).toBeNull();
      expect(headers.get("vary")).toContain("Origin");
    }
    for (const origin of ["https://unlisted.example", "https://a.b.preflight.example.org", "null"]) {
      expect((await preflight(origin)).headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});
