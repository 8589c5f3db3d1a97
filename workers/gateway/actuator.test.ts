import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it } from "vitest";
import type { CircuitBreakers, GatewayRoute } from "../../contracts/actuator.ts";
import { call, testCtx } from "../../test/harness.ts";
import { endpoints } from "../app.ts";
import { callDependency } from "../platform/outgoing.ts";
import { readBreakers } from "./circuit-breakers.ts";

/** These answers have no envelope. */
const get = async <Body>(path: string) => ({ body: (await call("GET", path, { admin: true })).body as unknown as Body });
const update = (name: string, updateState: string) =>
  call("POST", `/actuator/circuitbreakers/${name}`, { admin: true, body: { updateState } });

describe("the actuator's circuit breakers", () => {
  afterEach(() => update("mail", "CLOSE"));
  const mail = async () => (await get<CircuitBreakers>("/actuator/circuitbreakers")).body.circuitBreakers.mail;
  const ok = async () => "ok";

  it("are those of everything that the platform calls, log-in providers of the configuration too", async () => {
    const properties = { "identity.oidc.acme.issuer": "https://login.acme.example", "identity.oidc.acme.client-id": "us" };
    const config = "/api/v1/admin/config/marquee/local";
    await call("PUT", config, { admin: true, body: { properties } });
    try {
      const { circuitBreakers } = (await get<CircuitBreakers>("/actuator/circuitbreakers")).body;
      expect(Object.keys(circuitBreakers)).toEqual(["mail", "payments", "oidc:acme"]);
      expect(circuitBreakers["oidc:acme"]).toEqual({
        state: "CLOSED",
        failureRate: "-1.0%",
        failureRateThreshold: "50.0%",
        bufferedCalls: 0,
        failedCalls: 0,
        notPermittedCalls: 0,
        openedAt: null,
      });
      expect((await update("oidc:acme", "CLOSE")).status).toBe(200);
    } finally {
      await call("PUT", config, { admin: true, body: { properties: {} } });
    }
  });

  it("show what happened, and count the calls that were turned away", async () => {
    const fails = () => Promise.reject(new Error("away"));
    for (const work of [ok, ok, fails, fails, fails]) await callDependency(testCtx(), "mail", work).catch(() => {});
    for (let n = 0; n < 3; n++)
      await expect(callDependency(testCtx(), "mail", ok)).rejects.toMatchObject({ code: "DEPENDENCY_UNAVAILABLE" });
    expect(await mail()).toMatchObject({ state: "OPEN", failureRate: "60.0%", bufferedCalls: 5, failedCalls: 3 });
    expect((await mail())?.openedAt).toMatch(/Z$/);
    const later = testCtx({ now: () => Date.now() + 10_000 });
    expect((await readBreakers(later)).find(({ name }) => name === "mail")).toMatchObject({ state: "HALF_OPEN" });
    await callDependency(later, "mail", ok);
    expect((await readBreakers(later)).find(({ name }) => name === "mail")).toMatchObject({ notPermittedCalls: 3 });
  });

  it("are opened and closed by hand, in force at once and with an audit row", async () => {
    const opened = await update("mail", "FORCE_OPEN");
    expect(opened.body).toEqual({
      circuitBreakerName: "mail",
      currentState: "FORCED_OPEN",
      message: "mail is FORCED_OPEN now; it was CLOSED.",
    });
    await expect(callDependency(testCtx(), "mail", ok)).rejects.toMatchObject({ code: "DEPENDENCY_UNAVAILABLE" });
    await update("mail", "CLOSE");
    expect(await callDependency(testCtx(), "mail", ok)).toBe("ok");
    const { results } = await env.DB.prepare(
      "SELECT before, after FROM audit_log WHERE action = 'circuit-breaker.updated' ORDER BY id DESC LIMIT 2",
    ).all<{ before: string; after: string }>();
    expect(results.map(({ before, after }) => [JSON.parse(before).forced, JSON.parse(after).forced])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect((await update("nobody", "CLOSE")).body.error.code).toBe("CIRCUIT_BREAKER_NOT_FOUND");
    expect((await update("mail", "DISABLE")).status).toBe(422);
  });
});

describe("the actuator's routes", () => {
  it("are all that there are, each with its guards and the numbers of this moment", async () => {
    const routes = async () => (await get<GatewayRoute[]>("/actuator/gateway/routes")).body;
    const named = async (id: string) => (await routes()).find(({ route_id }) => route_id === id);
    expect((await routes()).map(({ method, path }) => `${method} ${path}`)).toEqual(
      endpoints.map(({ method, path }) => `${method.toUpperCase()} ${path}`),
    );
    expect(await named("logIn")).toMatchObject({
      predicate: "Methods: [POST] && Paths: [/api/v1/auth/login]",
      filters: expect.arrayContaining(["[RequestRateLimiter = auth, 3/s, burst 5]", "[RequestSize = 65536]"]),
      access: "app",
      policy: { name: "auth", perSecond: 3, burst: 5, countedBy: "object" },
    });
    expect(await named("reserveSeat")).toMatchObject({ access: "user", policy: { name: "reservation" }, idempotency: "object" });
    const config = "/api/v1/admin/config/marquee/local";
    await call("PUT", config, { admin: true, body: { properties: { "rate.auth.burst": 7 } } });
    expect((await named("logIn"))?.policy.burst).toBe(7);
    await call("PUT", config, { admin: true, body: { properties: {} } });
    expect((await named("logIn"))?.policy.burst).toBe(5);
  });
});
