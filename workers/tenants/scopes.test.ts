import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { ApiKey, AppAndKeys, NewKey, Scope } from "../../contracts/tenants.ts";
import { openHouse, seatAt } from "../../test/box-office.ts";
import { call, makeApp, makeUser, type TestApp, testCtx } from "../../test/harness.ts";
import { liveUrl, watch } from "../../test/live-socket.ts";
import { endpoints } from "../app.ts";
import { needsKey } from "../gateway/endpoint.ts";
import { findTenant } from "./find-tenant.ts";

const admin = true;
const keysAt = (app: TestApp) => `/api/v1/admin/apps/${app.appId}/keys`;
const makeKey = async (app: TestApp, body: { kind: "PUBLISHABLE" | "SECRET"; scopes?: Scope[]; name?: string; expiresAt?: string }) => {
  const made = await call<NewKey>("POST", keysAt(app), { admin, body });
  expect(made.status).toBe(201);
  const { key, secretKey, publishableKey = secretKey } = made.body.data;
  const headers = { ...(body.kind === "SECRET" ? app.serverHeaders : app.headers), "x-api-key": publishableKey ?? "" };
  return { id: key.id, shown: key, headers };
};
const rotate = async (app: TestApp, body: object) => call<NewKey>("POST", `/api/v1/admin/apps/${app.appId}/rotate-key`, { admin, body });
const keysOf = async (app: TestApp): Promise<ApiKey[]> =>
  (await call<AppAndKeys>("GET", `/api/v1/admin/apps/${app.appId}`, { admin })).body.data.keys;
const venue = { name: "Hall", city: "Vienna", timeZone: "Europe/Vienna" };

describe("a key with scopes", () => {
  it("may do what they name and is told what it lacks for the rest", async () => {
    const app = await makeApp();
    const { headers, shown } = await makeKey(app, { kind: "SECRET", name: "Box office", scopes: ["catalogue:read"] });
    expect(shown).toMatchObject({ name: "Box office", scopes: ["catalogue:read"], lastUsedAt: null });
    expect((await call("GET", "/api/v1/venues", { headers })).status).toBe(200);
    for (const [method, path, body, scope] of [
      ["POST", "/api/v1/venues", venue, "catalogue:write"],
      ["GET", "/api/v1/bookings", undefined, "bookings:read"],
      ["POST", "/api/v1/auth/login", { email: "a@b.example", password: "x" }, "identity:write"],
      ["GET", "/api/v1/payments/history", undefined, "payments:read"],
      ["PUT", "/api/v1/organizers/usr_x", undefined, "organizers:write"],
    ] as const) {
      const answer = await call(method, path, { headers, body });
      expect([answer.status, answer.body.error]).toMatchObject([403, { code: "SCOPE_MISSING", details: { scope } }]);
    }
  });

  it("does not read because it writes", async () => {
    const app = await makeApp();
    const { headers } = await makeKey(app, { kind: "SECRET", scopes: ["catalogue:write"] });
    expect((await call("POST", "/api/v1/venues", { headers, body: venue })).status).toBe(201);
    expect((await call("GET", "/api/v1/venues", { headers })).body.error.code).toBe("SCOPE_MISSING");
  });

  it("of the publishable kind gains nothing that its kind may not, and holds its users to it", async () => {
    const app = await makeApp();
    const { headers } = await makeKey(app, { kind: "PUBLISHABLE", scopes: ["bookings:read", "organizers:write"] });
    const { authorization = "" } = (await makeUser(app)).headers;
    const user = { ...headers, authorization };
    expect((await call("GET", "/api/v1/bookings", { headers: user })).status).toBe(200);
    expect((await call("PUT", "/api/v1/organizers/usr_x", { headers: user })).body.error.code).toBe("SCOPE_MISSING");
    const held = await call("POST", "/api/v1/reserve-seat", { headers: user, body: { seatId: "sea_x" } });
    expect(held.body.error).toMatchObject({ code: "SCOPE_MISSING", details: { scope: "bookings:write" } });
  });

  it("is asked for its scope before the user is, and after its origin", async () => {
    const app = await makeApp();
    const { headers } = await makeKey(app, { kind: "PUBLISHABLE", scopes: ["catalogue:read"] });
    expect((await call("GET", "/api/v1/bookings", { headers })).body.error.code).toBe("SCOPE_MISSING");
    const elsewhere = { ...headers, origin: "https://evil.example" };
    expect((await call("GET", "/api/v1/bookings", { headers: elsewhere })).body.error.code).toBe("ORIGIN_NOT_ALLOWED");
  });

  it("passes them on to the tickets that it asks for", async () => {
    const app = await makeApp();
    const target = "/api/v1/showtimes/sho_x/live";
    const open = async (scopes: Scope[]) => {
      const { headers } = await makeKey(app, { kind: "PUBLISHABLE", scopes });
      const made = await call<{ ticket: string }>("POST", "/api/v1/ws-tickets", { headers, body: { target } });
      expect(made.status).toBe(201);
      return (await call("GET", `${target}?ticket=${made.body.data.ticket}`)).body.error.code;
    };
    expect(await open(["catalogue:read"])).toBe("SCOPE_MISSING");
    expect(await open(["bookings:read"])).toBe("UPGRADE_REQUIRED");
  });

  it("that only reads shows the seats to its users over a socket too, and lets them hold none", async () => {
    const house = await openHouse(2);
    const { authorization = "" } = (await makeUser(house.app)).headers;
    const watchWith = async (scopes: Scope[]) => {
      const { headers } = await makeKey(house.app, { kind: "SECRET", scopes });
      return watch(liveUrl(house), { ...headers, authorization });
    };
    const reader = await watchWith(["bookings:read"]);
    expect(await reader.next("snapshot")).toMatchObject({ seats: [{ status: "AVAILABLE" }, { status: "AVAILABLE" }] });
    const hold = { type: "hold", seatId: seatAt(house, 0) };
    expect(await reader.ask(hold)).toMatchObject({ type: "error" });
    const buyer = await watchWith(["bookings:read", "bookings:write"]);
    expect(await buyer.ask(hold)).toMatchObject({ type: "held" });
  });

  it("can only have scopes that there are, each once and at least one", async () => {
    const app = await makeApp();
    for (const scopes of [
      ["everything"],
      ["catalogue:*"],
      ["catalogue"],
      [],
      ["catalogue:read", "catalogue:read"],
      "catalogue:read",
      [null],
    ]) {
      const answer = await call("POST", keysAt(app), { admin, body: { kind: "SECRET", scopes } });
      expect([scopes, answer.status, answer.body.error?.code]).toEqual([scopes, 422, "VALIDATION_FAILED"]);
    }
  });
});

describe("a rotated key", () => {
  it("takes over the name and the scopes of the one that it replaces, and leaves the others", async () => {
    const app = await makeApp();
    const scopes: Scope[] = ["catalogue:read", "bookings:read"];
    const old = await makeKey(app, { kind: "SECRET", name: "Box office", scopes });
    const rotated = await rotate(app, { kind: "SECRET", keyId: old.id, graceSeconds: 60 });
    expect(rotated.status).toBe(201);
    expect(rotated.body.data.key).toMatchObject({ name: "Box office", scopes, expiresAt: null });
    const headers = { ...app.serverHeaders, "x-api-key": rotated.body.data.secretKey ?? "" };
    expect((await call("POST", "/api/v1/venues", { headers, body: venue })).body.error.details).toEqual({ scope: "catalogue:write" });
    expect((await call("GET", "/api/v1/venues", { headers })).status).toBe(200);
    expect((await call("GET", "/api/v1/venues", { headers: old.headers })).status).toBe(200);
    const ends = new Map((await keysOf(app)).map(({ id, expiresAt }) => [id, expiresAt !== null]));
    expect([...ends.values()].filter(Boolean)).toHaveLength(1);
    expect(ends.get(old.id)).toBe(true);
  });

  it("in place of all of its kind may do what one of them could", async () => {
    const app = await makeApp();
    await makeKey(app, { kind: "SECRET", name: "A", scopes: ["catalogue:read"] });
    expect((await rotate(app, { kind: "SECRET" })).body.data.key).toMatchObject({ scopes: null, name: null });
    const other = await makeApp();
    for (const { id, kind } of await keysOf(other)) {
      if (kind === "SECRET") await call("DELETE", `${keysAt(other)}/${id}`, { admin });
    }
    await makeKey(other, { kind: "SECRET", name: "A", scopes: ["catalogue:read", "bookings:read"] });
    await makeKey(other, { kind: "SECRET", name: "B", scopes: ["bookings:read", "payments:read"] });
    const { key } = (await rotate(other, { kind: "SECRET" })).body.data;
    expect([key.name, key.scopes?.toSorted()]).toEqual([null, ["bookings:read", "catalogue:read", "payments:read"]]);
  });

  it("that nobody knows, of the other kind or of another app is KEY_NOT_FOUND, and nothing is made", async () => {
    const [app, other] = await Promise.all([makeApp(), makeApp()]);
    const [publishable] = await keysOf(app);
    const [, theirs] = await keysOf(other);
    for (const keyId of ["key_unknown", publishable?.id, theirs?.id]) {
      expect(await rotate(app, { kind: "SECRET", keyId })).toMatchObject({ status: 404, body: { error: { code: "KEY_NOT_FOUND" } } });
    }
    expect([await keysOf(app), await keysOf(other)].map((keys) => keys.map(({ expiresAt }) => expiresAt))).toEqual([
      [null, null],
      [null, null],
    ]);
  });

  it("takes the place of the web app's key only where that is the one", async () => {
    const app = await makeApp({ webApp: true });
    const webKey = async () => {
      const { body } = await call("GET", "/web-config");
      return (body as unknown as { apps: { appId: string; publishableKey: string }[] }).apps.find(({ appId }) => appId === app.appId)
        ?.publishableKey;
    };
    const before = await webKey();
    const keys = (await keysOf(app)).filter(({ kind }) => kind === "PUBLISHABLE");
    const web = keys.find(({ last4 }) => before?.endsWith(last4));
    const other = keys.find(({ id }) => id !== web?.id);
    await rotate(app, { kind: "PUBLISHABLE", keyId: other?.id });
    expect(await webKey()).toBe(before);
    const rotated = await rotate(app, { kind: "PUBLISHABLE", keyId: web?.id });
    expect(await webKey()).toBe(rotated.body.data.publishableKey);
  });
});

describe("a key", () => {
  it("shows when it was last used", async () => {
    const app = await makeApp();
    const at = Date.parse("2026-11-21T09:00:00.000Z");
    await env.DB.prepare("UPDATE api_keys SET last_used_at = ? WHERE app_id = ? AND kind = 'SECRET'").bind(at, app.appId).run();
    expect((await keysOf(app)).map(({ kind, lastUsedAt }) => [kind, lastUsedAt])).toEqual([
      ["PUBLISHABLE", null],
      ["SECRET", "2026-11-21T09:00:00.000Z"],
    ]);
  });

  it("ends at its time also where an isolate believes in it", async () => {
    const app = await makeApp();
    const expiresAt = new Date(Date.now() + 10_000).toISOString();
    const { headers } = await makeKey(app, { kind: "SECRET", expiresAt });
    const find = (afterMs: number) => findTenant(testCtx().db, app.appId, headers["x-api-key"], Date.parse(expiresAt) + afterMs);
    expect(await find(-5000)).toMatchObject({ tenant: { appId: app.appId } });
    expect(await find(-1)).toMatchObject({ tenant: { appId: app.appId } });
    expect(await find(0)).toBeNull();
  });
});

it("every route that asks for a key says which scope, or that it needs none", () => {
  const silent = endpoints.filter(({ access, scope }) => needsKey(access) && scope === undefined);
  // Give the domain a resource in `new Endpoints(tag, resource)`, or the route a `scope` of its own.
  expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});
