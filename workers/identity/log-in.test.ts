import { env } from "cloudflare:workers";
import { hash as bcryptHash } from "bcryptjs";
import { describe, expect, it } from "vitest";
import type { Session } from "../../contracts/identity.ts";
import { limits } from "../../contracts/limits.ts";
import { call, makeApp, makeUser, registerUser, type TestApp, testTenantCtx } from "../../test/harness.ts";
import { mailedCode } from "../../test/mailed-code.ts";
import { randomBase32 } from "../platform/ids.ts";
import { isKnownNetwork, rememberNetwork } from "./known-networks.ts";
import { logIn } from "./log-in.ts";
import { hashPassword, nobodysHash } from "./password.ts";
import { quotaUse, takeQuota } from "./quota.ts";

const login = (app: TestApp, body: object, headers: Record<string, string> = {}) =>
  call<Session>("POST", "/api/v1/auth/login", { app, body, headers });
const password = "a long sentence, please";

/** An account brought from elsewhere: a cheap bcrypt hash keeps the tests of failures quick. */
async function importedUser(app: TestApp) {
  const user = await makeUser(app);
  await env.DB.prepare("UPDATE users SET password_hash = ? WHERE id = ?")
    .bind(await bcryptHash(password, 4), user.userId)
    .run();
  return user;
}

describe("to log in", () => {
  it("takes the address or the username, in any case, and the address as a username", async () => {
    const app = await makeApp();
    const { email, username, password, userId } = await registerUser(app);
    for (const name of [{ email }, { email: email.toUpperCase() }, { username: username.toUpperCase() }, { username: email }]) {
      const answer = await login(app, { ...name, password });
      expect(answer.status).toBe(200);
      expect(answer.body.data).toMatchObject({ user: { id: userId, email, username }, expiresIn: 900 });
    }
  });

  it("works with the same account at every app, and its token at the one where it was made", async () => {
    const [here, there] = await Promise.all([makeApp(), makeApp()]);
    const { email, password, headers } = await registerUser(here);
    const answer = await login(there, { email, password });
    expect(answer.status).toBe(200);
    const { accessToken } = answer.body.data;
    const me = (app: TestApp, authorization: string) => call("GET", "/api/v1/auth/me", { app, headers: { authorization } });
    expect((await me(there, `Bearer ${accessToken}`)).status).toBe(200);
    expect(await me(here, `Bearer ${accessToken}`)).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
    expect((await me(there, headers.authorization ?? "")).status).toBe(401);
  });

  it("answers a wrong password and an unknown account in the same words, after the same work", async () => {
    const app = await makeApp();
    const { email } = await makeUser(app);
    const wrong = await login(app, { email, password: "wrong password" });
    const unknown = await login(app, { email: `${randomBase32(8)}@example.com`, password: "wrong password" });
    expect(wrong).toMatchObject({ status: 401, body: { error: { code: "BAD_CREDENTIALS" } } });
    expect([unknown.status, unknown.body]).toEqual([wrong.status, wrong.body]);
    const cost = (hash: string) => /m=\d+,t=\d+,p=\d+/.exec(hash)?.[0];
    expect(cost(nobodysHash)).toBe(cost(await hashPassword(env, "any")));
  });

  it("hashes an imported password anew, whole", async () => {
    const app = await makeApp();
    const { email, userId } = await importedUser(app);
    expect((await login(app, { email, password })).status).toBe(200);
    const row = await env.DB.prepare("SELECT password_hash FROM users WHERE id = ?").bind(userId).first<{ password_hash: string }>();
    expect(row?.password_hash).toMatch(/^\$argon2id\$/);
    expect((await login(app, { email, password })).status).toBe(200);
  });

  it("asks for one name and a password", async () => {
    const app = await makeApp();
    for (const body of [
      { password },
      { email: "a@b.example", username: "a", password },
      { email: "a@b.example" },
      { email: "", password },
      { email: "a", password, role: "x" },
    ]) {
      expect(await login(app, body)).toMatchObject({ status: 422, body: { error: { code: "VALIDATION_FAILED" } } });
    }
  });

  it("takes names for names: SQL, wildcards and prototypes are strangers", async () => {
    const app = await makeApp();
    for (const username of ["' OR 1=1 --", "%", "_", "*", "constructor", "\u0000", "é".repeat(200)]) {
      expect((await login(app, { username, password })).body.error.code).toBe("BAD_CREDENTIALS");
    }
    expect((await login(app, { username: { $ne: "" }, password })).status).toBe(422);
  });

  it("makes an organizer of everybody where the app is open to that, and of nobody elsewhere", async () => {
    const open = await makeApp({ openOrganizers: true });
    const { email, password, headers } = await registerUser(open);
    const me = await call<Session>("GET", "/api/v1/auth/me", { headers });
    expect(me.body.data.user.role).toBe("ORGANIZER");
    expect((await login(await makeApp(), { email, password })).body.data.user.role).toBe("USER");
  });

  it("ends the oldest session of somebody who has too many", async () => {
    const app = await makeApp();
    const { email, userId } = await importedUser(app);
    const insert = env.DB.prepare(
      "INSERT INTO sessions (id, user_id, audience, created_at, last_used_at, expires_at) VALUES (?, ?, ?, ?, 0, 9e15)",
    );
    const ids = Array.from({ length: limits.sessionsPerUserMax }, (_, at) => `ses_${userId}_${at}`);
    await env.DB.batch(ids.map((id, at) => insert.bind(id, userId, app.appId, at)));
    await env.DB.prepare("UPDATE sessions SET ended_at = 1 WHERE id = ?").bind(ids[0]).run();
    await logIn(testTenantCtx(app), { email, password });
    const { results } = await env.DB.prepare("SELECT id FROM sessions WHERE user_id = ? AND ended_at > 1").bind(userId).all();
    // makeUser began one, the log-in another; of the fifty the first had ended before.
    expect(results).toEqual([{ id: ids[1] }]);
  });
});

describe("repeated failures", () => {
  it("lock the name for the network that failed, known or not, and not for its owner elsewhere", async () => {
    const app = await makeApp();
    const { email } = await importedUser(app);
    const answers = [];
    for (const [at, name] of [email, `${randomBase32(8)}@example.com`].entries()) {
      const stranger = { "cf-connecting-ip": `203.0.113.${at + 7}` };
      for (let attempt = 1; attempt <= 5; attempt++)
        expect((await login(app, { email: name, password: "wrong password" }, stranger)).status).toBe(401);
      // Five calls at once is what an address may; the lock holds for longer than a sixth has to wait.
      await scheduler.wait(500);
      const locked = await login(app, { email: name, password }, stranger);
      expect(locked).toMatchObject({ status: 423, body: { error: { code: "ACCOUNT_LOCKED" } } });
      expect(Number(locked.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      answers.push(locked.body);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect((await login(app, { email, password }, { "cf-connecting-ip": "198.51.100.1" })).status).toBe(200);
  });

  it("from ever new networks are a hundred a day, and then only networks that the owner signed in from before are let in", async () => {
    const app = await makeApp();
    const { email } = await importedUser(app);
    const home = { "cf-connecting-ip": "198.51.100.2" };
    expect((await login(app, { email, password }, home)).status).toBe(200);
    const answers = [];
    for (const name of [email, `${randomBase32(8)}@example.com`]) {
      const ctx = testTenantCtx(app);
      const use = await quotaUse("wrong passwords", name, true);
      for (let failure = 2; failure <= limits.loginFailuresPerDayFromStrangersMax; failure++) await takeQuota(ctx, use);
      // The hundredth is still judged, at whatever network; of two at the same moment one.
      const last = await Promise.all([1, 2].map(() => login(app, { email: name, password: "wrong password" })));
      expect(last.map(({ status }) => status).sort()).toEqual([401, 423]);
      const locked = await login(app, { email: name, password });
      expect(locked).toMatchObject({ status: 423, body: { error: { code: "ACCOUNT_LOCKED" } } });
      expect(Number(locked.headers.get("retry-after"))).toBeGreaterThan(86_000);
      answers.push(locked.body.error.message);
    }
    expect(answers[1]).toBe(answers[0]);
    expect((await login(app, { email, password }, home)).status).toBe(200);
    // A new password opens the way for its owner, wherever they are.
    const away = { "cf-connecting-ip": "192.0.2.44" };
    await call("POST", "/api/v1/auth/forgot-password", { app, body: { email }, headers: away });
    const body = { email, otp: await mailedCode(email, "reset-password"), newPassword: "another long sentence" };
    expect((await call("POST", "/api/v1/auth/reset-password", { app, body, headers: away })).status).toBe(200);
    expect((await login(app, { email, password: body.newPassword }, away)).status).toBe(200);
  });

  it("are remembered for the last few networks of a person", async () => {
    const app = await makeApp();
    const { userId } = await importedUser(app);
    const at = (network: number) =>
      testTenantCtx(app, {
        client: { ip: `192.0.2.${network}`, userAgent: null, origin: null, endUser: false },
        now: () => Date.now() + network,
      });
    for (let network = 1; network <= limits.knownNetworksPerUserMax + 1; network++) {
      const ctx = at(network);
      await ctx.db.batch(await rememberNetwork(ctx, userId));
    }
    const known = await Promise.all([1, 2, limits.knownNetworksPerUserMax + 1].map((network) => isKnownNetwork(at(network), userId)));
    expect(known).toEqual([false, true, true]);
    expect(await isKnownNetwork(at(2), "usr_somebody_else")).toBe(false);
  });
});
