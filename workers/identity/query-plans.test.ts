import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { UserQuery } from "../../contracts/users.ts";
import { makeApp, makeUser, testCtx, testTenantCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import type { TenantCtx, UserCtx } from "../platform/context.ts";
import { encodeCursor } from "../platform/cursor.ts";
import { askForCode } from "./codes/ask-for-code.ts";
import { resetPassword } from "./codes/reset-password.ts";
import { verifyEmail } from "./codes/verify-email.ts";
import { isKnownNetwork, rememberNetwork } from "./known-networks.ts";
import { countFailure, forgetFailures } from "./lock-out.ts";
import { quotaUse, requireQuota, takeQuota } from "./quota.ts";
import { findAccount, readMe } from "./read.ts";
import { sweepAccounts } from "./sweep-accounts.ts";
import { codes, knownNetworks, loginFailures, quotas, refreshTokens, sessions, users } from "./tables.ts";
import { listUsers } from "./users/list-users.ts";
import { emailExists, readUser } from "./users/read-users.ts";
import { updateUser } from "./users/update-user.ts";

const statements: Record<string, (ctx: UserCtx & TenantCtx, refreshToken: string) => Promise<unknown>> = {
  "an account by username": (ctx) => findAccount(ctx, "ada"),
  "an account by address": (ctx) => findAccount(ctx, "ada@example.com"),
  "who is signed in": (ctx) => readMe(ctx),
  "a failure": async (ctx) => {
    await countFailure(ctx, "key");
    await forgetFailures(ctx, "key");
  },
  "a failure of a stranger": async (ctx) => {
    const use = await quotaUse("wrong passwords", "ada", true);
    await takeQuota(ctx, use);
    await requireQuota(ctx, use);
  },
  "a network": async (ctx) => {
    await isKnownNetwork(ctx, ctx.actor.userId);
    await ctx.db.batch(await rememberNetwork(ctx, ctx.actor.userId));
  },
  "a code that is asked for": (ctx) => askForCode(ctx, { email: "ada@example.com", purpose: "VERIFY_EMAIL" }),
  "a code that is tried": (ctx) => verifyEmail(ctx, { email: "ada@example.com", otp: "000000" }).catch(() => null),
  "a new password by code": (ctx) =>
    resetPassword(ctx, { email: "ada@example.com", otp: "000000", newPassword: "another long sentence" }).catch(() => null),
  "another person": (ctx) => readUser(ctx, { id: "usr_none" }).catch(() => null),
  "whether an address has an account": (ctx) => emailExists(ctx, { email: "ada@example.com" }),
  "a change of the profile": (ctx) => updateUser(ctx, { id: "me", name: "Ada" }),
  "what nobody needs any more": (ctx) => sweepAccounts(ctx),
};

/** The platform's owner reads everybody, in the order of an index and as far as the page goes. */
const scans: Record<string, [query: object, plan: string[]]> = {
  "by cursor": [{ limit: 5 }, ["SCAN users USING INDEX sqlite_autoindex_users_1"]],
  "from a cursor on": [{ cursor: encodeCursor(1, "usr_1") }, ["SEARCH users USING INDEX sqlite_autoindex_users_1 (id<?)"]],
  "by name": [{ sort: "name,asc" }, ["SCAN users USING INDEX users_by_name", "SCAN users USING INDEX users_by_time_zone"]],
  "by name, backwards": [{ sort: "name,desc" }, ["SCAN users USING INDEX users_by_name", "SCAN users USING INDEX users_by_time_zone"]],
  "by address": [{ sort: "email" }, ["SCAN users USING INDEX sqlite_autoindex_users_2", "SCAN users USING INDEX users_by_time_zone"]],
  "by username": [
    { sort: "username,desc" },
    ["SCAN users USING INDEX sqlite_autoindex_users_3", "SCAN users USING INDEX users_by_time_zone"],
  ],
};
describe("the list of people reads an index in its order", () => {
  it.each(Object.entries(scans))("%s", async (_name, [query, plan]) => {
    const { db, plans } = recordingDatabase();
    await listUsers({ ...testCtx({ db }), actor: { kind: "admin", email: "" } }, UserQuery.parse(query));
    expect(await plans()).toEqual(plan);
  });
});

describe("no statement about people reads a whole table", () => {
  for (const [name, run] of Object.entries(statements)) {
    it(name, async () => {
      const app = await makeApp();
      const { userId, accessToken, refreshToken } = await makeUser(app);
      const { db, plans } = recordingDatabase();
      const ctx = testTenantCtx(app, { db });
      await run({ ...ctx, actor: { kind: "user", userId, sessionId: String(decodeJwt(accessToken).sid), role: "USER" } }, refreshToken);
      const steps = await plans();
      expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThan(0);
      expect(steps.filter((step) => /^SCAN (?!CONSTANT ROW)/.test(step))).toEqual([]);
    });
  }
});

it("the drizzle tables of identity are those of the migrations", async () => {
  expect(await schemaDrift(users, sessions, refreshTokens, loginFailures, codes, quotas, knownNetworks)).toEqual([]);
});
