import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { limits } from "../../../contracts/limits.ts";
import { makeApp, makeUser, type TestUser, testTenantCtx } from "../../../test/harness.ts";
import { mailedCode, mailsTo, wrongCode } from "../../../test/mailed-code.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { rememberNetwork } from "../known-networks.ts";
import type { CodePurpose } from "../tables.ts";
import { askForCode } from "./ask-for-code.ts";
import { codeHash, codeOf } from "./code.ts";
import { resetPassword } from "./reset-password.ts";
import { verifyEmail } from "./verify-email.ts";

const kinds = { VERIFY_EMAIL: "verify-email", RESET_PASSWORD: "reset-password" } as const;
const minute = 60_000;

/** Somebody's side of the codes: their network and their clock. */
function from(user: TestUser, ip = "198.51.100.7", later = 0): TenantCtx {
  return testTenantCtx(user.app, { client: { ip, userAgent: null, origin: null, endUser: false }, now: () => Date.now() + later });
}
const newUser = async () => makeUser(await makeApp());
const ask = (ctx: TenantCtx, { email }: TestUser, purpose: CodePurpose = "VERIFY_EMAIL") => askForCode(ctx, { email, purpose });
async function codeFor(ctx: TenantCtx, user: TestUser, purpose: CodePurpose = "VERIFY_EMAIL"): Promise<string> {
  await ask(ctx, user, purpose);
  return mailedCode(user.email, kinds[purpose]);
}
const attempt = (ctx: TenantCtx, { email }: TestUser, otp: string) =>
  verifyEmail(ctx, { email, otp }).then(
    () => "right",
    (error: { code: string }) => error.code,
  );
const isVerified = ({ userId }: TestUser) =>
  env.DB.prepare("SELECT email_verified FROM users WHERE id = ?").bind(userId).first<number>("email_verified");

describe("a code", () => {
  it("is right once, for its person and its purpose, and is never in the database", async () => {
    const user = await newUser();
    const code = await codeFor(from(user), user);
    const rows = await env.DB.batch([
      env.DB.prepare("SELECT * FROM codes WHERE user_id = ?").bind(user.userId),
      env.DB.prepare("SELECT * FROM mails WHERE recipient = ?").bind(user.email),
    ]);
    expect(rows.map(({ results }) => results.length)).toEqual([1, 1]);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`\\b${code}\\b`));
    expect(await attempt(from(user), user, code)).toBe("right");
    expect(await isVerified(user)).toBe(1);
    expect(await attempt(from(user), user, code)).toBe("OTP_INVALID");
  });

  it("leaves nothing in its mail's record to make it from, once that is sent", async () => {
    const user = await newUser();
    await codeFor(from(user), user);
    const { payload } =
      (await env.DB.prepare("SELECT payload FROM mails WHERE recipient = ?").bind(user.email).first<{ payload: string }>()) ?? {};
    expect(Object.keys(JSON.parse(payload ?? "null")).sort()).toEqual(["expiresAt", "name"]);
  });

  it("is six digits of which none is likelier, another one for every id", async () => {
    const codes = await Promise.all(Array.from({ length: 2000 }, (_, at) => codeOf(env, `id-${at}`)));
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(1985);
    const firstDigits = Map.groupBy(codes, (code) => code[0]);
    for (const digit of "0123456789") expect(firstDigits.get(digit)?.length ?? 0).toBeGreaterThan(130);
    expect(await codeOf({ TOKEN_SECRET: "another" }, "id-0")).not.toBe(codes[0]);
  });

  it("is kept as another hash for every person and purpose", async () => {
    const hashes = await Promise.all([
      codeHash(env, "usr_1", "VERIFY_EMAIL", "271828"),
      codeHash(env, "usr_2", "VERIFY_EMAIL", "271828"),
      codeHash(env, "usr_1", "RESET_PASSWORD", "271828"),
      codeHash({ ...env, PASSWORD_PEPPER: "another" }, "usr_1", "VERIFY_EMAIL", "271828"),
    ]);
    expect(new Set(hashes).size).toBe(4);
  });

  it("is wrong for another purpose and for another person", async () => {
    const [user, other] = [await newUser(), await newUser()];
    const code = await codeFor(from(user), user, "RESET_PASSWORD");
    await codeFor(from(user), user);
    await codeFor(from(other), other);
    const verified = await Promise.all([attempt(from(user), user, code), attempt(from(other), other, code)]);
    // One chance in a million that they are alike.
    expect(verified).toEqual(["OTP_INVALID", "OTP_INVALID"]);
  });

  it("is over after ten minutes, which only whoever has it is told", async () => {
    const user = await newUser();
    const code = await codeFor(from(user), user);
    const late = from(user, "198.51.100.7", 10 * minute);
    expect(await attempt(late, user, wrongCode(code))).toBe("OTP_INVALID");
    expect(await attempt(late, user, code)).toBe("OTP_EXPIRED");
    expect(await isVerified(user)).toBe(0);
    expect(await attempt(from(user, "198.51.100.7", 10 * minute - 5000), user, code)).toBe("right");
  });

  it("is replaced by the next one", async () => {
    const user = await newUser();
    const first = await codeFor(from(user), user);
    for (let wrong = 1; wrong <= 5; wrong++) await attempt(from(user), user, wrongCode(first));
    const second = await codeFor(from(user, "198.51.100.7", 1000), user);
    expect(await attempt(from(user), user, first)).toBe(first === second ? "right" : "OTP_INVALID");
    expect(await attempt(from(user), user, second)).toBe("right");
  });

  it("is not sent for an address that is verified, nor for one without an account", async () => {
    const user = await newUser();
    await attempt(from(user), user, await codeFor(from(user), user));
    await ask(from(user), user);
    expect(await mailsTo(user.email, "verify-email")).toBe(1);
    await ask(from(user), { ...user, email: "nobody@example.com" }, "RESET_PASSWORD");
    expect(await mailsTo("nobody@example.com", "reset-password")).toBe(0);
  });
});

describe("guesses at a code", () => {
  it("are five, and the sixth is refused even if it is right", async () => {
    const user = await newUser();
    const code = await codeFor(from(user), user);
    for (let wrong = 1; wrong <= 4; wrong++) expect(await attempt(from(user), user, wrongCode(code))).toBe("OTP_INVALID");
    expect(await attempt(from(user), user, code)).toBe("right");
    const other = await newUser();
    const code2 = await codeFor(from(other), other);
    for (let wrong = 1; wrong <= 5; wrong++) await attempt(from(other), other, wrongCode(code2));
    expect(await attempt(from(other), other, code2)).toBe("OTP_INVALID");
  });

  it("in parallel, from everywhere, are five in all", async () => {
    const user = await newUser();
    const code = await codeFor(from(user), user);
    await Promise.all(Array.from({ length: 40 }, (_, at) => attempt(from(user, `203.0.113.${at}`), user, wrongCode(code))));
    const tries = await env.DB.prepare("SELECT tries FROM codes WHERE user_id = ?").bind(user.userId).first<number>("tries");
    expect(tries).toBe(limits.codeTriesMax);
    expect(await attempt(from(user), user, code)).toBe("OTP_INVALID");
  });

  it("by many at the same moment who all have the code are right once", async () => {
    const user = await newUser();
    const code = await codeFor(from(user), user);
    const results = await Promise.all(Array.from({ length: 5 }, () => attempt(from(user), user, code)));
    expect(results.filter((result) => result === "right")).toHaveLength(1);
  });

  it("by strangers are so many a day, and leave some to whoever signed in from here before", async () => {
    const user = await newUser();
    const home = from(user);
    await home.db.batch(await rememberNetwork(home, user.userId));
    const code = await codeFor(home, user);
    for (let wrong = 1; wrong <= limits.codeTriesPerDayFromStrangersMax; wrong++) {
      await attempt(from(user, `203.0.113.${wrong % 250}`), user, wrongCode(code));
    }
    const next = await codeFor(home, user);
    expect(await attempt(from(user, "203.0.113.251"), user, next)).toBe("OTP_INVALID");
    expect(await attempt(home, user, next)).toBe("right");
  });
});

describe("asking for codes", () => {
  it("stops after so many an hour, without telling", async () => {
    const user = await newUser();
    const answers = [];
    for (let asked = 1; asked <= limits.codesPerHourFromStrangersMax + 2; asked++) answers.push(await ask(from(user), user));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await mailsTo(user.email, "verify-email")).toBe(limits.codesPerHourFromStrangersMax);
    await ask(from(user, "198.51.100.7", 61 * minute), user);
    expect(await mailsTo(user.email, "verify-email")).toBe(limits.codesPerHourFromStrangersMax + 1);
  });

  it("by strangers, at the same moment too, leaves some to whoever signed in from here before, and an end to these", async () => {
    const user = await newUser();
    const home = from(user);
    await home.db.batch(await rememberNetwork(home, user.userId));
    await Promise.all(Array.from({ length: 20 }, (_, at) => ask(from(user, `203.0.113.${at}`), user, "RESET_PASSWORD")));
    expect(await mailsTo(user.email, "reset-password")).toBe(limits.codesPerHourFromStrangersMax);
    await Promise.all(Array.from({ length: 20 }, () => ask(home, user, "RESET_PASSWORD")));
    expect(await mailsTo(user.email, "reset-password")).toBe(limits.codesPerHourMax);
  });

  it("refused leaves the last code as it is", async () => {
    const user = await newUser();
    let code = "";
    for (let asked = 1; asked <= limits.codesPerHourFromStrangersMax; asked++)
      code = await codeFor(from(user, "198.51.100.7", asked), user);
    await ask(from(user, "203.0.113.9"), user);
    expect(await attempt(from(user), user, code)).toBe("right");
  });
});

describe("to set a new password", () => {
  const newPassword = "another long sentence";
  it("spends no code on one that only repeats the username, and says so to whoever has the code alone", async () => {
    const user = await newUser();
    const username = user.email.slice(0, user.email.indexOf("@"));
    const code = await codeFor(from(user), user, "RESET_PASSWORD");
    await env.DB.prepare("UPDATE users SET username = ? WHERE id = ?").bind(`${username}-x`, user.userId).run();
    const reset = (otp: string, password: string) => resetPassword(from(user), { email: user.email, otp, newPassword: password });
    await expect(reset(wrongCode(code), `${username}-x`)).rejects.toMatchObject({ code: "OTP_INVALID" });
    await expect(reset(code, `${username}-X`)).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
    await expect(reset(code, newPassword)).resolves.toEqual({ sessionsEnded: 1 });
  });
});
