import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { SpringEnvironment } from "../../../contracts/configuration.ts";
import type { Properties } from "../../../contracts/settings.ts";
import { call, origin } from "../../../test/harness.ts";
import { newestOfEach } from "./environment.ts";

const unique = () => `shop-${crypto.randomUUID().slice(0, 8)}`;
const put = async (application: string, profile: string, properties: Properties) => {
  const answer = await call("PUT", `/api/v1/admin/config/${application}/${profile}`, { admin: true, body: { properties } });
  expect(answer.status).toBe(200);
};

/** What a Spring client sends: basic authentication with `spring.cloud.config.username` and `.password`, and its Accept. */
const basic = (user: string, password: string) => ({ authorization: `Basic ${btoa(`${user}:${password}`)}` });
const springHeaders = { accept: "application/json, application/*+json", ...basic("checkout", env.CONFIG_TOKEN) };
const get = (path: string, headers: Record<string, string> = springHeaders) => exports.default.fetch(`${origin}${path}`, { headers });
const environment = async (path: string): Promise<SpringEnvironment> => (await get(path)).json();
const text = async (path: string) => (await get(path)).text();

describe("a Spring application", () => {
  it("gets its sources in Spring's precedence: the last profile first, and in each its own before everybody's", async () => {
    const name = unique();
    await put(name, "default", { a: 1, b: 1, c: 1 });
    await put(name, "dev", { a: 2, b: 2 });
    await put(name, "cloud", { a: 3 });
    await put("application", "default", { "shared.level": "info", [`only.${name}`]: true });
    await put("application", "dev", { "shared.level": "debug" });
    const answer = await get(`/config/${name}/dev,cloud`);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      "application/json",
      "no-store",
    ]);
    const { propertySources, ...rest } = (await answer.json()) as SpringEnvironment;
    expect(rest).toMatchObject({ name, profiles: ["dev", "cloud"], label: "main", state: null });
    expect(rest.version).toMatch(new RegExp(`^${name}-cloud:1,${name}-dev:1,application-dev:\\d+,${name}:1,application:\\d+$`));
    expect(propertySources.map((source) => source.name)).toEqual([`${name}-cloud`, `${name}-dev`, "application-dev", name, "application"]);
    expect(propertySources[1]?.source).toEqual({ a: 2, b: 2 });
    expect(await (await get(`/config/${name}-dev,cloud.json`)).json()).toMatchObject({ a: 3, b: 2, c: 1, shared: { level: "debug" } });
  });

  it("asks for the profile default when it has none, and an unknown one has what everybody has", async () => {
    const name = unique();
    await put(name, "default", { a: 1 });
    expect((await environment(`/config/${name}/default`)).propertySources[0]).toEqual({ name, source: { a: 1 } });
    const stranger = await environment(`/config/${unique()}/default`);
    expect(stranger.propertySources.every((source) => source.name === "application")).toBe(true);
  });

  it("gets an old version by its number, and everything else as it was then", async () => {
    const [name, library] = [unique(), unique()];
    await put(library, "default", { old: true });
    await put(name, "default", { a: 1 });
    await scheduler.wait(2);
    await put(library, "default", { old: false });
    await put(name, "default", { a: 2 });
    const sources = async (label: string) => (await environment(`/config/${library},${name}/default/${label}`)).propertySources.slice(0, 2);
    expect(await sources("1")).toEqual([
      { name, source: { a: 1 } },
      { name: library, source: { old: true } },
    ]);
    for (const label of ["2", "main", "latest"])
      expect((await sources(label)).map(({ source }) => source)).toEqual([{ a: 2 }, { old: false }]);
    expect(await text(`/config/1/${name}-default.properties`)).toContain("a: 1\n");
    expect((await get(`/config/${name}/default/3`)).status).toBe(404);
    expect((await get(`/config/${name}/default/feature`)).status).toBe(422);
  });

  it("gets files: nested YAML and JSON, flat properties, each with its own escapes", async () => {
    const name = unique();
    await put(name, "dev", {
      "http.timeout-ms": 2000,
      "http.retry": true,
      "http.retry.max": 3,
      greeting: 'Grüß "Gott"\nback\\slash \u2028 😀',
      yes: "no",
      "hosts[0]": " a",
    });
    const yaml = [
      'greeting: "Gr\\u00fc\\u00df \\"Gott\\"\\nback\\\\slash \\u2028 \\ud83d\\ude00"',
      '"hosts[0]": " a"',
      "http:",
      "  retry: true",
      '  "retry.max": 3',
      "  timeout-ms: 2000",
      '"yes": "no"',
    ];
    for (const ending of ["yml", "yaml"]) {
      const answer = await text(`/config/${name}-dev.${ending}`);
      for (const line of yaml) expect(answer.split("\n")).toContain(line);
    }
    const properties = await text(`/config/${name}-dev.properties`);
    expect(properties).toContain('greeting: Gr\\u00fc\\u00df "Gott"\\nback\\\\slash \\u2028 \\ud83d\\ude00\n');
    expect(properties).toContain("hosts[0]: \\ a\n");
    expect(properties).toContain("http.timeout-ms: 2000\n");
    expect(JSON.parse(await text(`/config/${name}-dev.json`))).toMatchObject({
      http: { retry: true, "retry.max": 3, "timeout-ms": 2000 },
      "hosts[0]": " a",
      yes: "no",
    });
    expect((await get(`/config/${name}-dev.xml`)).status).toBe(404);
    expect((await get("/config/nothing")).status).toBe(404);
  });

  it("never gets a secret", async () => {
    const name = unique();
    await put(name, "default", { "db.password": "open sesame", "db.user": "ada" });
    expect((await environment(`/config/${name}/default`)).propertySources[0]?.source).toEqual({
      "db.password": "******",
      "db.user": "ada",
    });
    expect(await text(`/config/${name}-default.yml`)).toContain('password: "******"');
  });
});

describe("the configuration token", () => {
  const statuses = async (headers: Record<string, string>) => {
    const answer = await get("/config/application/default", headers);
    return [answer.status, answer.headers.get("www-authenticate")];
  };
  const refused = [401, 'Basic realm="configuration", Bearer'];

  it("opens as a bearer and as any user's password, and nothing else does", async () => {
    expect(await statuses(basic("", env.CONFIG_TOKEN))).toEqual([200, null]);
    expect(await statuses({ authorization: `Bearer ${env.CONFIG_TOKEN}` })).toEqual([200, null]);
    for (const headers of [
      {},
      basic(env.CONFIG_TOKEN, ""),
      basic("user", `${env.CONFIG_TOKEN}x`),
      { authorization: `Bearer ${env.CONFIG_TOKEN.slice(1)}` },
      { authorization: `Digest ${env.CONFIG_TOKEN}` },
      { authorization: "Basic %%%" },
      { authorization: "Bearer" },
    ]) {
      expect([headers, ...(await statuses(headers))]).toEqual([headers, ...refused]);
    }
  });

  it("that is not set opens nothing, whatever is sent", async () => {
    for (const authorization of ["Bearer ", `Basic ${btoa("user:")}`, "Bearer x"]) {
      const answer = await call("GET", "/config/application/default", { headers: { authorization }, env: { CONFIG_TOKEN: "" } });
      expect(answer.status).toBe(401);
    }
  });
});

describe("the sources of an environment", () => {
  it("are found by their key", async () => {
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${newestOfEach}`).bind("[]", 0).all<{ detail: string }>();
    expect(results.map(({ detail }) => detail)).toEqual([
      "SCAN wanted VIRTUAL TABLE INDEX 1:",
      "SEARCH v USING PRIMARY KEY (application=? AND profile=? AND version=?)",
      "CORRELATED SCALAR SUBQUERY 1",
      "SEARCH configuration_versions USING PRIMARY KEY (application=? AND profile=?)",
    ]);
  });
});
