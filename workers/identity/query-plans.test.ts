import { describe, expect, it } from "vitest";
import { makeApp, makeUser, testTenantCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import type { TenantCtx, UserCtx } from "../platform/context.ts";
import { countFailure, forgetFailures } from "./lock-out.ts";
import { logOut } from "./log-out.ts";
import { logOutEverywhere } from "./log-out-everywhere.ts";
import { newSession } from "./new-session.ts";
import { findAccount, readMe } from "./read.ts";
import { refreshSession } from "./refresh-session.ts";
import { loginFailures, refreshTokens, sessions, users } from "./tables.ts";

const statements: Record<string, (ctx: UserCtx & TenantCtx, refreshToken: string) => Promise<unknown>> = {
  "an account by username": (ctx) => findAccount(ctx, "ada"),
  "an account by address": (ctx) => findAccount(ctx, "ada@example.com"),
  "who is signed in": (ctx) => readMe(ctx),
  "a new session": async (ctx) => ctx.db.batch([...(await newSession(ctx, ctx.actor.userId)).statements]),
  "a refresh": (ctx, refreshToken) => refreshSession(ctx, { refreshToken }),
  "a log-out": (ctx, refreshToken) => logOut(ctx, { refreshToken }),
  "a log-out everywhere": (ctx) => logOutEverywhere(ctx),
  "a failure": async (ctx) => {
    await countFailure(ctx, "key");
    await forgetFailures(ctx, "key");
  },
};

describe("no statement about people reads a whole table", () => {
  for (const [name, run] of Object.entries(statements)) {
    it(name, async () => {
      const app = await makeApp();
      const { userId, refreshToken } = await makeUser(app);
      const { db, plans } = recordingDatabase();
      const ctx = testTenantCtx(app, { db });
      await run({ ...ctx, actor: { kind: "user", userId, sessionId: "ses_x", role: "USER" } }, refreshToken);
      const steps = await plans();
      expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThan(0);
      expect(steps.filter((step) => /^SCAN (?!CONSTANT ROW)/.test(step))).toEqual([]);
    });
  }
});

it("the drizzle tables of identity are those of the migrations", async () => {
  expect(await schemaDrift(users, sessions, refreshTokens, loginFailures)).toEqual([]);
});
