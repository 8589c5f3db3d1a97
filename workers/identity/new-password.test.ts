import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import type { LoggedOut, Session } from "../../contracts/identity.ts";
import { call, makeApp, makeUser, registerUser, type TestApp, testTenantCtx } from "../../test/harness.ts";
import { latestMail, mailedCode, mailsTo, wrongCode } from "../../test/mailed-code.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import type { TenantCtx } from "../platform/context.ts";
import { randomBase32 } from "../platform/ids.ts";
import { checkPassword } from "./check-password.ts";
import { askForCode } from "./codes/ask-for-code.ts";
import { resetPassword } from "./codes/reset-password.ts";
import { verifyEmail } from "./codes/verify-email.ts";
import { logIn } from "./log-in.ts";
import { hashPassword, nobodysHash } from "./password.ts";
import { findAccount } from "./read.ts";

const newPassword = "another long sentence";
const post = <Data = LoggedOut>(path: string, app: TestApp, body: object, headers: Record<string, string> = {}) =>
  call<Data>("POST", `/api/v1/auth/${path}`, { app, body, headers });
const login = (app: TestApp, email: string, password: string) => post<Session>("login", app, { email, password });
const nobody = () => `${randomBase32(10).toLowerCase()}@example.com`;

describe("a forgotten password", () => {
  it("is replaced with a mailed code, which ends every session in every app, verifies the address and is told by mail", async () => {
    const [here, there] = await Promise.all([makeApp(), makeApp()]);
    const user = await registerUser(here);
    const elsewhere = await login(there, user.email, user.password);
    const asked = await post("forgot-password", here, { email: user.email.toUpperCase() });
    expect([asked.status, asked.body.data]).toEqual([202, { expiresIn: 600 }]);
    const otp = await mailedCode(user.email, "reset-password");
    const reset = await post("reset-password", there, { email: user.email, otp, newPassword });
    expect([reset.status, reset.body.data]).toEqual([200, { sessionsEnded: 2 }]);
    for (const [app, refreshToken] of [
      [here, user.refreshToken],
      [there, elsewhere.body.data.refreshToken],
    ] as const) {
      expect((await post("refresh", app, { refreshToken })).body.error.code).toBe("REFRESH_TOKEN_INVALID");
    }
    expect((await login(here, user.email, user.password)).body.error.code).toBe("BAD_CREDENTIALS");
    const again = await login(here, user.email, newPassword);
    expect(again.body.data.user.emailVerified).toBe(true);
    const mail = await latestMail(user.email, "password-changed");
    expect(mail.subject).toBe("Your password was changed");
    expect((await post("reset-password", here, { email: user.email, otp, newPassword })).body.error.code).toBe("OTP_INVALID");
    const audited = await env.DB.prepare("SELECT action, before, after FROM audit_log WHERE subject = ?").bind(user.userId).all();
    expect(audited.results).toEqual([{ action: "password.reset", before: null, after: null }]);
  });

  it("lets its owner in at once where their own failures had locked them out", async () => {
    const app = await makeApp();
    const { email } = await makeUser(app);
    const ctx = testTenantCtx(app, { client: { ip: "198.51.100.77", userAgent: null, origin: null, endUser: false } });
    const log = async (password: string) => checkPassword(ctx, { name: email, account: await findAccount(ctx, email), password });
    for (let wrong = 1; wrong <= 5; wrong++) await expect(log("wrong password")).rejects.toThrow();
    await expect(log("wrong password")).rejects.toMatchObject({ code: "ACCOUNT_LOCKED" });
    await askForCode(ctx, { email, purpose: "RESET_PASSWORD" });
    await resetPassword(ctx, { email, otp: await mailedCode(email, "reset-password"), newPassword });
    await expect(log(newPassword)).resolves.toMatchObject({ rehash: false });
  });

  it("is answered the same for every address, whatever becomes of it", async () => {
    const app = await makeApp();
    const { email } = await makeUser(app);
    for (const path of ["forgot-password", "verify-email/resend"]) {
      const [known, unknown] = [await post(path, app, { email }), await post(path, app, { email: nobody() })];
      expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    }
    const otp = wrongCode(await mailedCode(email, "reset-password"));
    for (const [path, body] of [
      ["reset-password", { otp, newPassword }],
      ["verify-email", { otp }],
    ] as const) {
      const [known, unknown] = [await post(path, app, { email, ...body }), await post(path, app, { email: nobody(), ...body })];
      expect([known.status, known.body.error.code]).toEqual([400, "OTP_INVALID"]);
      expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    }
  });

  it("takes an address, six digits and a password, and nothing else", async () => {
    const app = await makeApp();
    const good = { email: nobody(), otp: "271828", newPassword };
    for (const extra of [
      { email: "ada@example.com\r\nBcc: everybody@example.com" },
      { email: "ada@example.com\n" },
      { email: ["ada@example.com"] },
      { otp: 271828 },
      { otp: "27182" },
      { otp: "2718281" },
      { otp: "２７１８２８" },
      { otp: { $ne: "" } },
      { newPassword: "short" },
      { userId: "usr_1" },
      { role: "ORGANIZER" },
    ]) {
      const answer = await post("reset-password", app, { ...good, ...extra });
      expect([answer.status, answer.body.error.code]).toEqual([422, "VALIDATION_FAILED"]);
    }
    expect((await post("forgot-password", app, { email: "ada@example.com\r\nBcc: x@example.com" })).status).toBe(422);
  });
});

/** What is done for one address: the statements by how the database runs them, the messages, the HMACs and the argon2 hashes. */
async function workOf(app: TestApp, run: (ctx: TenantCtx) => Promise<unknown>) {
  const { db, plans } = recordingDatabase();
  const messages: unknown[] = [];
  const EMAILS = { ...env.EMAILS, send: async (message: unknown) => messages.push(message) } as unknown as Env["EMAILS"];
  const client = { ip: "198.51.100.200", userAgent: null, origin: null, endUser: false };
  const sign = vi.spyOn(crypto.subtle, "sign");
  // An argon2 hash begins with waiting for its turn, and nothing else here waits.
  const turn = vi.spyOn(scheduler, "wait");
  await run(testTenantCtx(app, { db, client, env: { ...env, EMAILS } })).catch(() => {});
  const counted = { hmacs: sign.mock.calls.length, hashes: turn.mock.calls.length, messages: messages.length };
  sign.mockRestore();
  turn.mockRestore();
  return { ...counted, plans: await plans() };
}

describe("the work for an address that has no account", () => {
  const runs: Record<string, [hashes: number, run: (ctx: TenantCtx, email: string) => Promise<unknown>]> = {
    "a log-in": [
      1,
      async (ctx, email) => checkPassword(ctx, { name: email, account: await findAccount(ctx, email), password: "wrong password" }),
    ],
    "a forgotten password": [0, (ctx, email) => askForCode(ctx, { email, purpose: "RESET_PASSWORD" })],
    "another verification": [0, (ctx, email) => askForCode(ctx, { email, purpose: "VERIFY_EMAIL" })],
    "a new password": [1, (ctx, email) => resetPassword(ctx, { email, otp: "000000", newPassword })],
    "a verification": [0, (ctx, email) => verifyEmail(ctx, { email, otp: "000000" })],
  };
  it.each(Object.entries(runs))("is that for one which has: %s", async (_name, [hashes, run]) => {
    const app = await makeApp();
    const user = await makeUser(app);
    await env.DB.prepare("UPDATE users SET password_hash = ? WHERE id = ?").bind(nobodysHash, user.userId).run();
    const verified = await makeUser(app);
    await env.DB.prepare("UPDATE users SET email_verified = 1, password_hash = 'none' WHERE id = ?").bind(verified.userId).run();
    const unknown = await workOf(app, (ctx) => run(ctx, nobody()));
    expect(unknown.hashes).toBe(hashes);
    expect(unknown.plans.length).toBeGreaterThan(3);
    for (const { email } of [user, verified]) expect(await workOf(app, (ctx) => run(ctx, email))).toEqual(unknown);
  });

  it("is that for one which is locked out, too", async () => {
    const app = await makeApp();
    const { email } = await makeUser(app);
    const work = [];
    for (const name of [email, nobody()]) {
      const guess = (ctx: TenantCtx) => findAccount(ctx, name).then((account) => checkPassword(ctx, { name, account, password: "wrong" }));
      for (let wrong = 1; wrong <= 5; wrong++) await workOf(app, guess);
      work.push(await workOf(app, guess));
    }
    expect(work[1]).toEqual(work[0]);
    expect(work[0]?.hashes).toBe(0);
  });
});

describe("to change a password", () => {
  const change = (user: { app: TestApp; headers: Record<string, string> }, body: object) =>
    call<LoggedOut>("POST", "/api/v1/auth/change-password", { headers: user.headers, body });

  it("takes the one that holds, ends every other session and is told by mail", async () => {
    const [here, there] = await Promise.all([makeApp(), makeApp()]);
    const user = await registerUser(here);
    const elsewhere = await login(there, user.email, user.password);
    const changed = await change(user, { password: user.password, newPassword });
    expect([changed.status, changed.body.data]).toEqual([200, { sessionsEnded: 1 }]);
    expect((await post("refresh", there, { refreshToken: elsewhere.body.data.refreshToken })).status).toBe(401);
    expect((await post("refresh", here, { refreshToken: user.refreshToken })).status).toBe(200);
    expect((await login(there, user.email, newPassword)).status).toBe(200);
    expect((await latestMail(user.email, "password-changed")).text).toContain("your password was changed");
    expect((await change(user, { password: user.password, newPassword: "a third long sentence" })).body.error.code).toBe("BAD_CREDENTIALS");
    expect(await mailsTo(user.email, "password-changed")).toBe(1);
  });

  it("locks out a thief of a token who guesses", async () => {
    const user = await makeUser(await makeApp());
    const ip = { "cf-connecting-ip": "203.0.113.50" };
    const guess = () =>
      call("POST", "/api/v1/auth/change-password", { headers: { ...user.headers, ...ip }, body: { password: "wrong", newPassword } });
    for (let wrong = 1; wrong <= 5; wrong++) expect((await guess()).body.error.code).toBe("BAD_CREDENTIALS");
    await vi.waitUntil(async () => (await guess()).body.error.code === "ACCOUNT_LOCKED", { timeout: 5000, interval: 400 });
  });

  it("of two at the same moment one wins", async () => {
    const user = await registerUser(await makeApp());
    const both = await Promise.all(
      ["first new sentence", "second new sentence"].map((each) => change(user, { password: user.password, newPassword: each })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect(await mailsTo(user.email, "password-changed")).toBe(1);
  });
});

describe("passwords that are guessed first", () => {
  it("are refused at registration, reset and change, in any case, and so are one's own names", async () => {
    const app = await makeApp();
    const username = `name-${randomBase32(6).toLowerCase()}`;
    const email = nobody();
    const issue = (path: string) => [422, [{ path, message: expect.stringContaining("guessed first") }]];
    const said = ({ status, body }: Awaited<ReturnType<typeof post>>) => [status, body.error.details?.issues];
    const common = ["password1", "PassWord1", "iloveyou", "1Q2W3E4R5T"];
    for (const password of [...common, email, email.toUpperCase(), email.slice(0, 10), username.toUpperCase()]) {
      expect(said(await post("register", app, { email, username, password }))).toEqual(issue("password"));
    }
    for (const password of [...common, email, email.slice(0, 10)]) {
      expect(said(await post("reset-password", app, { email, otp: "271828", newPassword: password }))).toEqual(issue("newPassword"));
    }
    const user = await makeUser(app);
    for (const password of ["PassWord1", user.email]) {
      const body = { password: "x", newPassword: password };
      expect(said(await call("POST", "/api/v1/auth/change-password", { headers: user.headers, body }))).toEqual(issue("newPassword"));
    }
    expect(await findAccount(testTenantCtx(app), email)).toBeNull();
  });
});

it("a log-in with a password that was changed in the same moment leads nowhere", async () => {
  const app = await makeApp();
  const user = await registerUser(app);
  const ctx = testTenantCtx(app);
  const hash = await hashPassword(env, newPassword);
  const batch = ctx.db.batch.bind(ctx.db);
  const changedBefore = async (...statements: Parameters<typeof batch>) => {
    await env.DB.prepare("UPDATE users SET password_hash = ? WHERE id = ?").bind(hash, user.userId).run();
    return batch(...statements);
  };
  const db = new Proxy(ctx.db, { get: (target, name) => (name === "batch" ? changedBefore : Reflect.get(target, name)) });
  const { tokens } = await logIn({ ...ctx, db }, { email: user.email, password: user.password });
  expect((await post("refresh", app, { refreshToken: tokens.refreshToken })).body.error.code).toBe("REFRESH_TOKEN_INVALID");
});
