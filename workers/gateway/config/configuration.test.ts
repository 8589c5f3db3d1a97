import { env } from "cloudflare:workers";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { Configuration, ConfigurationEntry, ConfigurationVersion } from "../../../contracts/configuration.ts";
import type { Page } from "../../../contracts/envelope.ts";
import { defaultSettings, type Properties } from "../../../contracts/settings.ts";
import { call, makeApp, testCtx } from "../../../test/harness.ts";
import { recordingDatabase } from "../../../test/query-plans.ts";
import { schemaDrift } from "../../../test/schema-drift.ts";
import { forgetSettings, newestProperties, settingsOf } from "../../platform/settings.ts";
import { listConfigurations, listVersions } from "./read.ts";
import { configurationVersions } from "./tables.ts";

const unique = () => `app-${crypto.randomUUID().slice(0, 8)}`;
const place = (application: string, profile = "default") => `/api/v1/admin/config/${application}/${profile}`;
const put = (path: string, properties: object, expectedVersion?: number) =>
  call<Configuration>("PUT", path, { admin: true, body: { properties, ...(expectedVersion !== undefined && { expectedVersion }) } });
const read = (path: string) => call<Configuration>("GET", path, { admin: true });
const versionsOf = async (path: string, query = "") =>
  (await call<Page<ConfigurationVersion>>("GET", `${path}/versions${query}`, { admin: true })).body.data;
const auditOf = async (subject: string) => {
  const rows = await env.DB.prepare("SELECT action, actor, before, after FROM audit_log WHERE subject = ? ORDER BY id")
    .bind(subject)
    .all<{ action: string; actor: string; before: string | null; after: string }>();
  return rows.results.map((row) => ({ ...row, before: JSON.parse(row.before ?? "null"), after: JSON.parse(row.after) }));
};

describe("a configuration", () => {
  it("is a new version with each change, of which every one stays and says what it changed", async () => {
    const path = place(unique());
    expect((await read(path)).body.error.code).toBe("CONFIG_NOT_FOUND");
    expect((await put(path, { "http.timeout-ms": 2000, "log.level": "info" })).body.data).toMatchObject({ version: 1 });
    await put(path, { "http.timeout-ms": 3000, "retry.enabled": true });
    expect((await read(path)).body.data).toMatchObject({
      version: 2,
      author: `admin:${env.ADMIN_EMAIL}`,
      restoredVersion: null,
      properties: { "http.timeout-ms": 3000, "retry.enabled": true },
    });
    const { items, nextCursor } = await versionsOf(path);
    expect(nextCursor).toBeNull();
    expect(items.map(({ version, changes }) => ({ version, changes }))).toEqual([
      {
        version: 2,
        changes: [
          { property: "http.timeout-ms", before: 2000, after: 3000 },
          { property: "log.level", before: "info", after: null },
          { property: "retry.enabled", before: null, after: true },
        ],
      },
      {
        version: 1,
        changes: [
          { property: "http.timeout-ms", before: null, after: 2000 },
          { property: "log.level", before: null, after: "info" },
        ],
      },
    ]);
    const first = await versionsOf(path, "?limit=1");
    expect(first.items[0]?.changes).toEqual(items[0]?.changes);
    expect((await versionsOf(path, `?limit=1&cursor=${first.nextCursor}`)).items).toEqual([items[1]]);
  });

  it("that would stay as it is makes no version", async () => {
    const path = place(unique());
    for (const _ of [1, 2]) expect((await put(path, { "a.b": 1 })).body.data.version).toBe(1);
  });

  it("goes back to an old version with one call, which is a version too", async () => {
    const application = unique();
    const path = place(application);
    await put(path, { "a.b": 1 });
    await put(path, { "a.b": 2 });
    const back = await call<Configuration>("POST", `${path}/rollback`, { admin: true, body: { version: 1, expectedVersion: 2 } });
    expect(back.body.data).toMatchObject({ version: 3, restoredVersion: 1, properties: { "a.b": 1 } });
    expect((await call("POST", `${path}/rollback`, { admin: true, body: { version: 9 } })).body.error.code).toBe("CONFIG_NOT_FOUND");
    const audit = await auditOf(`${application}/default`);
    expect(audit.map(({ action }) => action)).toEqual(["configuration.changed", "configuration.changed", "configuration.rolled-back"]);
    expect(audit[2]).toMatchObject({
      before: { version: 2, properties: { "a.b": 2 } },
      after: { version: 3, properties: { "a.b": 1 }, restoredVersion: 1 },
    });
  });

  it("is changed by one of two who expect the same version", async () => {
    const path = place(unique());
    const both = await Promise.all([put(path, { "a.b": 1 }, 0), put(path, { "a.b": 2 }, 0)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body.error.code).toBe("CONFIG_VERSION_CONFLICT");
    const many = await Promise.all([3, 4, 5].map((value) => put(path, { "a.b": value })));
    expect(many.map(({ body }) => body.data.version).sort()).toEqual([2, 3, 4]);
  });

  it("is listed with its profiles", async () => {
    const application = unique();
    for (const profile of ["default", "production", "staging"]) await put(place(application, profile), { a: 1 });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "?limit=2" : `?limit=2&cursor=${cursor}`;
      const page = await call<Page<ConfigurationEntry>>("GET", `/api/v1/admin/config${query}`, { admin: true });
      seen.push(...page.body.data.items.filter((entry) => entry.application === application).map(({ profile }) => profile));
      cursor = page.body.data.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(["default", "production", "staging"]);
  });

  it("takes flat scalars within bounds and nothing else", async () => {
    const path = place(unique());
    for (const properties of [
      { "a.b": { c: 1 } },
      { "a.b": [1] },
      { "a.b": null },
      { "a.b": "x".repeat(4097) },
      { ["x".repeat(201)]: 1 },
      { "a b": 1 },
      { "a..b": 1 },
      { "a.__proto__.b": 1 },
      Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`p${n}`, n])),
    ]) {
      expect((await put(path, properties)).body.error?.code).toBe("VALIDATION_FAILED");
    }
    expect((await put(place("no.dots"), {})).status).toBe(422);
    expect((await put(path, {})).body.data).toMatchObject({ version: 1, properties: {} });
  });
});

describe("a secret in a configuration", () => {
  const secret = "s3cret value é";

  it("is nowhere in the clear: not in D1, in no answer, not in the audit log", async () => {
    const application = unique();
    const path = place(application);
    const made = await put(path, { "db.password": secret, "db.user": "ada" });
    expect(made.body.data.properties).toEqual({ "db.password": "******", "db.user": "ada" });
    await put(path, { "db.password": "another", "db.user": "ada" });
    expect((await versionsOf(path)).items[0]?.changes).toEqual([{ property: "db.password", before: "******", after: "******" }]);
    const rows = await env.DB.prepare("SELECT properties FROM configuration_versions WHERE application = ?").bind(application).all();
    const told = JSON.stringify([rows.results, await auditOf(`${application}/default`), (await read(path)).body]);
    expect(told).toContain("sealed");
    for (const text of [secret, "s3cret", "another"]) expect(told).not.toContain(text);
  });

  it("stays when it comes back masked, is no change when it is sent again, and cannot be masked before there is one", async () => {
    const path = place(unique());
    expect((await put(path, { "db.password": "******" })).body.error.details).toMatchObject({
      issues: [{ path: "properties.db.password" }],
    });
    await put(path, { "db.password": secret, "a.b": 1 });
    expect((await put(path, { "db.password": secret, "a.b": 1 })).body.data.version).toBe(1);
    await put(path, { "db.password": "******", "a.b": 2 });
    expect((await versionsOf(path)).items[0]?.changes).toEqual([{ property: "a.b", before: 1, after: 2 }]);
  });
});

/** Whatever a test has put there goes: `marquee` is the platform that the other tests run on. */
const marquee = place("marquee");
const clean = async () => {
  for (const profile of ["staging", "local", "default"]) {
    if ((await read(place("marquee", profile))).status === 200) expect((await put(place("marquee", profile), {})).status).toBe(200);
  }
  forgetSettings();
};

describe("the configuration of the platform itself", () => {
  afterEach(clean);
  afterAll(clean);
  const issuesOf = async (properties: object, path = marquee) =>
    ((await put(path, properties)).body.error?.details?.issues as { path: string }[] | undefined)?.map(({ path: at }) => at);

  it("is judged before it is taken, property by property", async () => {
    expect(await issuesOf({ "rate.auth.per-second": "3" })).toEqual(["properties.rate.auth.per-second"]);
    expect(await issuesOf({ "rate.auth.per-second": 0 })).toEqual(["properties.rate.auth.per-second"]);
    expect(await issuesOf({ "rate.auth.burst": 1.5, "rate.nobody.burst": 1 })).toEqual([
      "properties.rate.auth.burst",
      "properties.rate.nobody.burst",
    ]);
    expect(await issuesOf({ "breaker.minimum-calls": 6 })).toEqual(["properties.breaker.minimum-calls"]);
    expect(await issuesOf({ "alerts.mail-to": "ada@example.com\r\nBcc: all" })).toEqual(["properties.alerts.mail-to"]);
    expect(await issuesOf({ "identity.oidc.inside.issuer": "http://169.254.169.254/latest" })).toEqual([
      "properties.identity.oidc.inside.issuer",
    ]);
    expect((await read(marquee)).body.data?.properties ?? {}).toEqual({});
  });

  it("takes no bucket that needs more than ten seconds to refill, in whichever profiles its halves lie", async () => {
    expect(await issuesOf({ "rate.auth.per-second": 0.1 })).toEqual(["properties.rate.auth.burst"]);
    expect(await issuesOf({ "rate.auth.burst": 31 })).toEqual(["properties.rate.auth.burst"]);
    expect(await issuesOf({ "rate.auth.burst": 30 })).toBeUndefined();
    expect(await issuesOf({ "rate.auth.per-second": 2 }, place("marquee", "staging"))).toEqual(["properties.rate.auth.burst"]);
    expect(await issuesOf({ "rate.auth.per-second": 2, "rate.auth.burst": 20 }, place("marquee", "staging"))).toBeUndefined();
    expect(await issuesOf({ "rate.auth.per-second": 4, "rate.auth.burst": 40 })).toBeUndefined();
    // The burst of 20 lies over it, so 2 a second are needed there.
    await put(place("marquee", "staging"), { "rate.auth.burst": 35 });
    expect(await issuesOf({ "rate.auth.per-second": 3, "rate.auth.burst": 30 })).toEqual(["properties.rate.auth.burst"]);
  });

  it("changes a limit at once in the isolate that takes it, and one call takes it back", async () => {
    const app = await makeApp();
    const logIn = async () => {
      const headers = { "cf-connecting-ip": `2001:db8:${crypto.randomUUID().slice(0, 4)}::1` };
      const answers = [];
      for (let n = 0; n < 9; n++) answers.push(await call("POST", "/api/v1/auth/login", { app, headers, body: {} }));
      return answers.map(({ status }) => status).indexOf(429);
    };
    expect(await logIn()).toBe(5);
    await put(marquee, { "rate.auth.burst": 8, "rate.auth.per-second": 1 });
    expect(await logIn()).toBe(8);
    const { version } = (await read(marquee)).body.data;
    await call("POST", `${marquee}/rollback`, { admin: true, body: { version: version - 1 } });
    expect(await logIn()).toBe(5);
  });

  it("is read anew by an isolate that has known it for fifteen seconds, and the profile of the environment lies over the default one", async () => {
    const start = Date.now();
    const known = (ms: number) => settingsOf(testCtx({ now: () => start + ms }));
    await known(0);
    const write = (profile: string, properties: Properties) =>
      env.DB.prepare(
        `INSERT INTO configuration_versions SELECT 'marquee', ?1, coalesce(max(version), 0) + 1, ?2, 'test', NULL, 0
         FROM configuration_versions WHERE application = 'marquee' AND profile = ?1`,
      )
        .bind(profile, JSON.stringify(properties))
        .run();
    await write("default", { "rate.chat.burst": 6, "breaker.open-seconds": 20 });
    await write("local", { "rate.chat.burst": 7 });
    await write("staging", { "rate.chat.burst": 8 });
    expect((await known(14_999)).rate.chat.burst).toBe(5);
    const settings = await known(15_000);
    expect([settings.rate.chat.burst, settings.breaker.openSeconds]).toEqual([7, 20]);
    expect(settings.oidc).toEqual({});
  });

  it("knows its log-in providers with their secrets, and google's issuer by itself", async () => {
    await put(marquee, {
      "identity.oidc.google.client-id": "mine",
      "identity.oidc.google.client-secret": "opened",
      "identity.oidc.half.issuer": "https://login.example.com",
    });
    expect((await settingsOf(testCtx())).oidc).toEqual({
      google: { name: "Google", issuer: "https://accounts.google.com", clientId: "mine", clientSecret: "opened" },
    });
  });

  it("stays what it was while D1 is away, and is the default where nothing was ever known", async () => {
    const away = { prepare: () => ({ bind: () => ({ all: () => Promise.reject(new Error("D1_ERROR: Network connection lost.")) }) }) };
    const log = { warn: () => {}, error: () => {}, info: () => {} } as never;
    const broken = (ms: number) => testCtx({ now: () => Date.now() + ms, env: { ...env, DB: away as never }, log });
    forgetSettings();
    expect(await settingsOf(broken(0))).toEqual(defaultSettings);
    await put(marquee, { "breaker.window": 9 });
    expect((await settingsOf(testCtx())).breaker.window).toBe(9);
    expect((await settingsOf(broken(60_000))).breaker.window).toBe(9);
  });

  it("is described for whoever edits it", async () => {
    const schema = await call<{ items: { property: string; secret: boolean }[] }>("GET", "/api/v1/admin/config-schema", { admin: true });
    const { items } = schema.body.data;
    expect(items).toContainEqual(expect.objectContaining({ property: "rate.auth.per-second", type: "number", default: 3, min: 0.1 }));
    expect(items.filter(({ secret }) => secret).map(({ property }) => property)).toEqual(["identity.oidc.{provider}.client-secret"]);
    expect(items.some(({ property }) => property === "rate.reads.burst")).toBe(false);
  });
});

describe("the table of configurations", () => {
  it("is that of the migrations, and no version changes or goes", async () => {
    expect(await schemaDrift(configurationVersions)).toEqual([]);
    await put(place(unique()), { a: 1 });
    await expect(env.DB.prepare("UPDATE configuration_versions SET author = 'x'").run()).rejects.toThrow("never changes");
    await expect(env.DB.prepare("DELETE FROM configuration_versions").run()).rejects.toThrow("never goes");
  });

  it("is read by its key", async () => {
    const { db, plans } = recordingDatabase();
    await listVersions({ db }, { application: "marquee", profile: "default" }, { limit: 10, cursor: undefined }).catch(() => {});
    await listConfigurations({ db }, { limit: 10, cursor: "WyJhIiwiYiJd" });
    await db.$client.prepare(newestProperties).bind("local").all();
    expect(await plans()).toEqual([
      "SEARCH configuration_versions USING PRIMARY KEY (application=? AND profile=?)",
      "SEARCH configuration_versions USING PRIMARY KEY ((application,profile)>(?,?))",
      "SEARCH newest USING PRIMARY KEY (application=? AND profile=?)",
      "CORRELATED SCALAR SUBQUERY 1",
      "SEARCH configuration_versions USING PRIMARY KEY (application=? AND profile=?)",
    ]);
  });
});
