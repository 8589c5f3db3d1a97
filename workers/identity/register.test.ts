import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Session, User } from "../../contracts/identity.ts";
import { call, makeApp, testTenantCtx } from "../../test/harness.ts";
import { latestMail, mailedCode } from "../../test/mailed-code.ts";
import { randomBase32 } from "../platform/ids.ts";
import { register, usernameFrom } from "./register.ts";

const newEmail = () => `${randomBase32(12).toLowerCase()}@example.com`;
const password = "a long sentence, please";

describe("to register", () => {
  it("makes an account and signs in, at either path", async () => {
    const app = await makeApp();
    for (const path of ["/api/v1/auth/register", "/api/v1/auth/signup"]) {
      const email = newEmail();
      const body = { email: email.toUpperCase(), password, name: "Ada Lovelace", phone: "+43 1 234567" };
      const { status, body: answer } = await call<Session>("POST", path, { app, body });
      expect(status).toBe(201);
      const { user, accessToken, refreshToken, expiresIn } = answer.data;
      expect(user).toMatchObject({
        email,
        name: "Ada Lovelace",
        username: email.split("@")[0],
        phone: "+43 1 234567",
        role: "USER",
        emailVerified: false,
      });
      expect(Object.keys(user)).not.toContain("passwordHash");
      expect(refreshToken).toMatch(/^mq_rt_[\w-]{43}$/);
      expect(expiresIn).toBe(900);
      const me = await call("GET", "/api/v1/auth/me", { app, headers: { authorization: `Bearer ${accessToken}` } });
      expect(me.body.data).toEqual({ user });
    }
  });

  it("welcomes by mail, with a code that verifies the address, recorded together with the account", async () => {
    const app = await makeApp();
    const email = newEmail();
    const { body } = await call<Session>("POST", "/api/v1/auth/register", { app, body: { email, password, name: "Ada" } });
    const mail = await latestMail(email, "welcome");
    expect([mail.subject, mail.text.split("\n")[0]]).toEqual(["Welcome to Marquee", "Welcome, Ada."]);
    const otp = await mailedCode(email, "welcome");
    const verified = await call("POST", "/api/v1/auth/verify-email", { app, body: { email, otp } });
    expect([verified.status, verified.body.data]).toEqual([200, { emailVerified: true }]);
    const me = await call<{ user: User }>("GET", "/api/v1/auth/me", {
      app,
      headers: { authorization: `Bearer ${body.data.accessToken}` },
    });
    expect(me.body.data.user.emailVerified).toBe(true);
  });

  it("keeps passwords and tokens as hashes", async () => {
    const app = await makeApp();
    const email = newEmail();
    const { body } = await call<Session>("POST", "/api/v1/auth/register", { app, body: { email, password } });
    const { user, refreshToken = "" } = body.data;
    const row = await env.DB.prepare("SELECT * FROM users WHERE id = ?").bind(user.id).first<{ password_hash: string; name: string }>();
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1,/);
    expect(row?.name).toBe(user.username);
    const { results } = await env.DB.prepare("SELECT t.* FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE s.user_id = ?")
      .bind(user.id)
      .all();
    expect(results).toHaveLength(1);
    expect(JSON.stringify(results)).not.toContain(refreshToken.slice(6));
  });

  it("is refused where the address or the name is taken, whatever their case, also by twins at the same moment", async () => {
    const app = await makeApp();
    const email = newEmail();
    const username = `Name-${randomBase32(8)}`;
    const twins = await Promise.all([1, 2].map(() => call("POST", "/api/v1/auth/register", { app, body: { email, username, password } })));
    expect(twins.map(({ status }) => status).sort()).toEqual([201, 409]);
    const again = await call("POST", "/api/v1/auth/register", { app, body: { email: email.toUpperCase(), password } });
    expect(again).toMatchObject({ status: 409, body: { error: { code: "EMAIL_TAKEN" } } });
    const named = await call("POST", "/api/v1/auth/register", {
      app,
      body: { email: newEmail(), username: username.toLowerCase(), password },
    });
    expect(named).toMatchObject({ status: 409, body: { error: { code: "USERNAME_TAKEN" } } });
  });

  it("finds a free username for addresses that begin alike", async () => {
    const ctx = testTenantCtx(await makeApp());
    const local = randomBase32(10).toLowerCase();
    const first = await register(ctx, { email: `${local}@example.com`, password });
    const second = await register(ctx, { email: `${local}@example.org`, password });
    expect(first.user.username).toBe(local);
    expect(second.user.username).toMatch(new RegExp(`^${local}-[0-9a-z]{6}$`));
    expect(second.user.name).toBe(second.user.username);
  });

  it("answers a repetition with the same Idempotency-Key from memory", async () => {
    const app = await makeApp();
    const options = { app, body: { email: newEmail(), password }, headers: { "idempotency-key": randomBase32(10) } };
    const first = await call<Session>("POST", "/api/v1/auth/register", options);
    const again = await call<Session>("POST", "/api/v1/auth/register", options);
    expect(again.status).toBe(201);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.body).toEqual(first.body);
  });

  it("takes only what an account is made of", async () => {
    const app = await makeApp();
    const good = { email: newEmail(), password };
    for (const extra of [
      { role: "ORGANIZER" },
      { emailVerified: true },
      { id: "usr_1" },
      { email: "no address" },
      { email: "ada@example.com\r\nBcc: everybody@example.com" },
      { name: "Ada\r\nBcc: everybody@example.com" },
      { avatarUrl: "https://images.example.com/ada.png" },
      { email: `${"x".repeat(250)}@example.com` },
      { password: "short" },
      { password: "x".repeat(1025) },
      { password: 12345678 },
      { username: "with space" },
      { username: "a@b.example" },
      { username: "a" },
      { name: "two\nlines" },
      { phone: "call me" },
    ]) {
      const answer = await call("POST", "/api/v1/auth/register", { app, body: { ...good, ...extra } });
      expect(answer).toMatchObject({ status: 422, body: { error: { code: "VALIDATION_FAILED" } } });
    }
    expect((await call("POST", "/api/v1/auth/register", { app, body: "{" })).body.error.code).toBe("MALFORMED_JSON");
  });
});

describe("a username made from an address", () => {
  it("keeps what a username may have", () => {
    expect(usernameFrom("ada.lovelace@example.com")).toBe("ada.lovelace");
    expect(usernameFrom("ada+tickets@example.com")).toBe("adatickets");
    expect(usernameFrom("_ada@example.com")).toBe("ada");
    expect(usernameFrom("a@example.com")).toBe("usera");
    expect(usernameFrom("!!!@example.com")).toBe("user");
    expect(usernameFrom(`${"x".repeat(64)}@example.com`)).toBe("x".repeat(40));
  });
});
