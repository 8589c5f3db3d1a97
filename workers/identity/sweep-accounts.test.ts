import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { makeApp, makeUser, type TestUser, testCtx, testTenantCtx } from "../../test/harness.ts";
import { askForCode } from "./codes/ask-for-code.ts";
import { endEverySession } from "./end-sessions.ts";
import { rememberNetwork } from "./known-networks.ts";
import { sweepAccounts } from "./sweep-accounts.ts";

const dayMs = 86_400_000;
const after = (days: number) => testCtx({ now: () => Date.now() + days * dayMs });
const sweptAfter = async (days: number) => {
  while ((await sweepAccounts(after(days))) > 0);
};

let user: TestUser;
const counts = async () => {
  const of = (table: string, where = "user_id = ?") =>
    env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).bind(user.userId).first<number>("n");
  const tokens = "session_id IN (SELECT id FROM sessions WHERE user_id = ?)";
  const [codes, sessions, refreshTokens, networks] = await Promise.all([
    of("codes"),
    of("sessions"),
    of("refresh_tokens", tokens),
    of("known_networks"),
  ]);
  return { codes, sessions, refreshTokens, networks };
};

describe("what is kept of people no longer than it serves", () => {
  beforeAll(async () => {
    user = await makeUser(await makeApp());
    const ctx = testTenantCtx(user.app);
    await askForCode(ctx, { email: user.email, purpose: "VERIFY_EMAIL" });
    await ctx.db.batch(await rememberNetwork(ctx, user.userId));
    await endEverySession(ctx, user.userId);
  });

  it.each([
    [0, { codes: 1, sessions: 1, refreshTokens: 1, networks: 1 }],
    [0.9, { codes: 1, sessions: 1, refreshTokens: 1, networks: 1 }],
    [1.1, { codes: 0, sessions: 1, refreshTokens: 1, networks: 1 }],
    [6.9, { codes: 0, sessions: 1, refreshTokens: 1, networks: 1 }],
    [7.1, { codes: 0, sessions: 1, refreshTokens: 0, networks: 1 }],
    [29.9, { codes: 0, sessions: 1, refreshTokens: 0, networks: 1 }],
    [30.1, { codes: 0, sessions: 0, refreshTokens: 0, networks: 1 }],
    [179, { codes: 0, sessions: 0, refreshTokens: 0, networks: 1 }],
    [181, { codes: 0, sessions: 0, refreshTokens: 0, networks: 0 }],
  ])("after %d days is %j", async (days, left) => {
    await sweptAfter(days);
    expect(await counts()).toEqual(left);
  });

  it("goes in bounded batches, and the quotas with it", async () => {
    const insert = env.DB.prepare("INSERT INTO quotas (key, total, strangers, ends_at) VALUES (?, 1, 1, 1)");
    await env.DB.batch(Array.from({ length: 1100 }, (_, at) => insert.bind(`old ${at}`)));
    const left = () => env.DB.prepare("SELECT count(*) AS n FROM quotas WHERE key LIKE 'old %'").first<number>("n");
    await sweepAccounts(testCtx());
    expect(await left()).toBe(100);
    await sweepAccounts(testCtx());
    expect(await left()).toBe(0);
  });

  it("leaves sessions that live, and those whose tokens are still there", async () => {
    const [live, late] = await Promise.all([makeUser(user.app), makeUser(user.app)]);
    await env.DB.prepare("UPDATE sessions SET ended_at = 1 WHERE user_id = ?").bind(late.userId).run();
    await sweepAccounts(testCtx());
    for (const { userId } of [live, late]) {
      expect(await env.DB.prepare("SELECT 1 FROM sessions WHERE user_id = ?").bind(userId).first()).not.toBeNull();
    }
  });
});
