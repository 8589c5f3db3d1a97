import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "../../workers/identity/password.ts";
import { call, makeApp, makeUser, registerUser, type TestApp } from "../harness.ts";

// Codes by mail: workers/identity/codes/codes.test.ts. Lock-outs: lock-out.test.ts. Names and passwords: log-in.test.ts, password.test.ts.

let app: TestApp;
beforeAll(async () => {
  app = await makeApp();
});

const stranger = () => `${crypto.randomUUID()}@example.com`;

describe("whether an address has an account", () => {
  const questions: [path: string, body: (email: string) => object][] = [
    ["/api/v1/auth/login", (email) => ({ email, password: "a wrong password" })],
    ["/api/v1/auth/forgot-password", (email) => ({ email })],
    ["/api/v1/auth/reset-password", (email) => ({ email, otp: "000000", newPassword: "a quite new sentence" })],
    ["/api/v1/auth/verify-email", (email) => ({ email, otp: "000000" })],
    ["/api/v1/auth/verify-email/resend", (email) => ({ email })],
  ];
  for (const [path, body] of questions) {
    it(`is not told by ${path}, in status, words or headers`, async () => {
      const { email } = await registerUser(app);
      const [known, unknown] = await Promise.all([email, stranger()].map((each) => call("POST", path, { app, body: body(each) })));
      expect([unknown?.status, unknown?.body]).toEqual([known?.status, known?.body]);
      const names = (headers: Headers | undefined) => [...(headers?.keys() ?? [])].sort();
      expect(names(unknown?.headers)).toEqual(names(known?.headers));
    });
  }

  it("is not told by a lock either", async () => {
    const { email } = await makeUser(app);
    const answers = [];
    for (const name of [email, stranger()]) {
      const headers = { "cf-connecting-ip": `203.0.${name.length}.${name.charCodeAt(0)}` };
      const attempt = () => call("POST", "/api/v1/auth/login", { app, headers, body: { email: name, password: "a wrong password" } });
      for (let count = 0; count < 5; count++) await attempt();
      await scheduler.wait(500);
      answers.push(await attempt());
    }
    expect(answers.map(({ status, body }) => [status, body.error.code])).toEqual([
      [423, "ACCOUNT_LOCKED"],
      [423, "ACCOUNT_LOCKED"],
    ]);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
  });
});

describe("somebody who writes another's address in other letters", () => {
  it("is nobody: letters that only fold to these, wide ones, and ones of other scripts", async () => {
    const local = `mike${crypto.randomUUID().slice(0, 8)}`;
    const email = `${local}@example.com`;
    await call("POST", "/api/v1/auth/register", { app, body: { email, password: "a long sentence, please" } });
    for (const other of [
      email.replace("k", "\u212a"),
      email.replace("i", "\u0456"),
      email.replace("m", "\uff4d"),
      email.replace("e", "e\u0301"),
      `${email}\u200b`,
      `${email}\u0000`,
      email.replace("@", "\uff20"),
    ]) {
      for (const path of ["register", "forgot-password"]) {
        const body = path === "register" ? { email: other, password: "a long sentence, please" } : { email: other };
        expect([other, (await call("POST", `/api/v1/auth/${path}`, { app, body })).status]).toEqual([other, 422]);
      }
    }
    const rows = await env.DB.prepare("SELECT count(*) AS n FROM users WHERE email LIKE ?")
      .bind(`%${local.slice(4)}%`)
      .first<number>("n");
    expect(rows).toBe(1);
  });
});

describe("a password", () => {
  it("is compared behind a NUL, behind 72 bytes and to the last of its letters", async () => {
    for (const [right, wrong] of [
      ["before\u0000after", "before\u0000other"],
      [`${"x".repeat(72)}a`, `${"x".repeat(72)}b`],
      [`${"é".repeat(600)}a`, `${"é".repeat(600)}b`],
      ["trailing ", "trailing"],
      ["Case", "case"],
    ] as const) {
      const hash = await hashPassword(env, right);
      expect([(await verifyPassword(env, right, hash)).ok, (await verifyPassword(env, wrong, hash)).ok]).toEqual([true, false]);
    }
  });

  it("of any length costs no more than one of the longest that is taken", async () => {
    for (const path of ["login", "register", "reset-password"]) {
      const body = {
        email: stranger(),
        password: "x".repeat(1025),
        ...(path === "reset-password" && { otp: "000000", newPassword: "x".repeat(1025) }),
      };
      expect((await call("POST", `/api/v1/auth/${path}`, { app, body })).status).toBe(422);
    }
  });
});

describe("somebody signed in", () => {
  it("sees and changes nobody else, by id, by header or by field", async () => {
    const [ada, bob] = await Promise.all([makeUser(app), makeUser(app)]);
    const pretending = { "x-user-id": bob.userId, "x-marquee-user": bob.userId, "x-end-user": bob.userId };
    const me = await call<{ user: { id: string } }>("GET", "/api/v1/auth/me", { user: ada, headers: pretending });
    expect(me.body.data.user.id).toBe(ada.userId);
    const changed = await call("PATCH", `/api/v1/users/${bob.userId}`, { user: ada, body: { name: "Mallory" } });
    expect([changed.status, changed.body.error.code]).toEqual([403, "FORBIDDEN"]);
    const others = await call<{ user: object }>("GET", `/api/v1/users/${bob.userId}`, { user: ada });
    expect(JSON.stringify(others.body)).not.toContain(bob.email);
    expect((await call("GET", "/api/v1/users", { user: ada })).status).toBe(401);
  });
});
