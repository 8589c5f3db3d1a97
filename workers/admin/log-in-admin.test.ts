import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { AdminToken } from "../../contracts/identity.ts";
import { call } from "../../test/harness.ts";
import { hashPassword } from "../identity/password.ts";

const password = "the owner's own sentence";
const email = "owner@example.com";
let owner: Partial<Env>;

beforeAll(async () => {
  owner = { ENVIRONMENT: "production", ADMIN_EMAIL: email, ADMIN_PASSWORD_HASH: await hashPassword(env, password) };
});

let network = 0;
/** Each from a network of its own, so that no failure counts against another test. */
const login = (body: object, settings: Partial<Env> = owner, ip = `2001:db8:0:${(++network).toString(16)}::1`) =>
  call<AdminToken>("POST", "/api/v1/admin/login", { body, env: settings, headers: { "cf-connecting-ip": ip } });

describe("the platform's owner", () => {
  it("logs in with the configured credentials and gets a token for a day", async () => {
    const { status, body } = await login({ email: "Owner@Example.com", password });
    expect(status).toBe(200);
    expect(body.data.expiresIn).toBe(86_400);
    const headers = { authorization: `Bearer ${body.data.accessToken}` };
    const facts = await call<{ email: string; expiresAt: string }>("GET", "/api/v1/admin/verify", { env: owner, headers });
    expect(facts.body.data.email).toBe(email);
    expect(Math.abs(Date.parse(facts.body.data.expiresAt) - Date.now() - 86_400_000)).toBeLessThan(60_000);
  });

  it("is told the same for a wrong address, a wrong password and a missing configuration", async () => {
    const answers = [
      await login({ email, password: "wrong password" }),
      await login({ email: "other@example.com", password }),
      await login({ email, password: password.toUpperCase() }),
      await login({ email, password }, { ...owner, ADMIN_PASSWORD_HASH: "" }),
      await login({ email: "x", password }, { ...owner, ADMIN_EMAIL: "" }),
    ];
    for (const answer of answers) expect(answer).toMatchObject({ status: 401, body: { error: { code: "BAD_CREDENTIALS" } } });
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it("is locked out by repeated failures, with the unknown", async () => {
    for (const [name, ip] of [
      [email, "203.0.113.98"],
      ["other@example.com", "203.0.113.99"],
    ]) {
      for (let failure = 1; failure <= 5; failure++) expect((await login({ email: name, password: "wrong" }, owner, ip)).status).toBe(401);
      // Five at once are all that an address may send; a third of a second later it may send one more.
      await scheduler.wait(400);
      const locked = await login({ email: name, password }, owner, ip);
      expect(locked).toMatchObject({ status: 423, body: { error: { code: "ACCOUNT_LOCKED" } } });
      expect(Number(locked.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    }
    expect((await login({ email, password })).status).toBe(200);
  });

  it("is the one whom everybody knows only on a laptop", async () => {
    const hash = { ADMIN_PASSWORD_HASH: await hashPassword(env, "marquee-local-admin") };
    const credentials = { email: "admin@marquee.test", password: "marquee-local-admin" };
    const local = { ...hash, ADMIN_EMAIL: credentials.email };
    expect((await login(credentials, { ...local, ENVIRONMENT: "local" })).status).toBe(200);
    expect((await login(credentials, { ...local, ENVIRONMENT: "production" })).body.error.code).toBe("BAD_CREDENTIALS");
    const renamed = { ...hash, ADMIN_EMAIL: email, ENVIRONMENT: "production" };
    expect((await login({ ...credentials, email }, renamed)).body.error.code).toBe("BAD_CREDENTIALS");
  });

  it("sends an address, a password and nothing else", async () => {
    for (const body of [{ email }, { password }, { email, password, role: "x" }, { email, password: 1 }]) {
      expect(await login(body)).toMatchObject({ status: 422, body: { error: { code: "VALIDATION_FAILED" } } });
    }
  });
});

describe("admin routes", () => {
  it("are closed to whoever brings no admin token", async () => {
    for (const path of ["/api/v1/admin/verify", "/api/v1/admin/apps", "/api/v1/admin/apps/app_x"]) {
      expect(await call("GET", path)).toMatchObject({ status: 401, body: { error: { code: "TOKEN_MISSING" } } });
    }
    expect((await call("POST", "/api/v1/admin/apps", { body: { wrong: true } })).body.error.code).toBe("TOKEN_MISSING");
  });

  it("are open to any origin and to servers", async () => {
    const answer = await call("GET", "/api/v1/admin/verify", { admin: true, headers: { origin: "https://console.example" } });
    expect(answer.status).toBe(200);
  });
});
