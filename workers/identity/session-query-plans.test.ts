import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { makeApp, makeUser, testTenantCtx } from "../../test/harness.ts";
import { recordingDatabase } from "../../test/query-plans.ts";
import { schemaDrift } from "../../test/schema-drift.ts";
import type { TenantCtx, UserCtx } from "../platform/context.ts";
import { encodeCursor } from "../platform/cursor.ts";
import { beginSession } from "./begin-session.ts";
import { endSession } from "./end-session.ts";
import { endSessionsOf } from "./end-sessions.ts";
import { logOut } from "./log-out.ts";
import { logOutEverywhere } from "./log-out-everywhere.ts";
import { accountOf } from "./oidc/account-of.ts";
import { redeemCode } from "./oidc/redeem-code.ts";
import { sweepSignIns, takeSignIn } from "./oidc/sign-ins.ts";
import { identities, oidcSignIns } from "./oidc/tables.ts";
import { listSessions } from "./own-sessions.ts";
import { refreshSession } from "./refresh-session.ts";
import { sessionEnds } from "./session-ends.ts";
import { sweepUntoldSessions } from "./tell-sockets.ts";

const arrival = { issuer: "https://i.example", provider: "p", emailVerified: true, name: null };

const statements: Record<string, (ctx: UserCtx & TenantCtx, refreshToken: string) => Promise<unknown>> = {
  "a new session": (ctx) => beginSession(ctx, ctx.actor.userId),
  "a refresh": (ctx, refreshToken) => refreshSession(ctx, { refreshToken }),
  "a refresh of what was used": async (ctx, refreshToken) => {
    for (let n = 0; n < 3; n++) await refreshSession({ ...ctx, now: () => Date.now() + n * 40_000 }, { refreshToken }).catch(() => null);
  },
  "a log-out": (ctx, refreshToken) => logOut(ctx, { refreshToken }),
  "a log-out everywhere": (ctx) => logOutEverywhere(ctx),
  "the list of sessions": (ctx) => listSessions(ctx, { limit: 2, cursor: encodeCursor(Date.now(), "ses_z") }),
  "the end of one session": (ctx) => endSession(ctx, { id: ctx.actor.sessionId }),
  "the end of all of somebody's": (ctx) => endSessionsOf(ctx, ctx.actor.userId, { except: "ses_x" }),
  "the sessions that nobody was told of": (ctx) => sweepUntoldSessions(ctx),
  "the ends of the sessions of sockets": (ctx) => sessionEnds(ctx.db.$client, ["ses_x", ctx.actor.sessionId]),
  "a state that comes back": (ctx) => takeSignIn(ctx, { state: "x", provider: "p", browser: "b" }).catch(() => null),
  "a code": (ctx) => redeemCode(ctx, { code: "x", browser: "b" }).catch(() => null),
  "somebody new from a provider": async (ctx) => {
    const appId = ctx.tenant.appId;
    const subject = crypto.randomUUID();
    const email = `${subject}@example.com`;
    await accountOf(ctx, { ...arrival, appId, subject, email });
    await accountOf(ctx, { ...arrival, appId, subject, email });
  },
  "sign-ins that are over": (ctx) => sweepSignIns(ctx),
};

describe("no statement about sessions reads a whole table", () => {
  it.each(Object.entries(statements))("%s", async (_name, run) => {
    const app = await makeApp();
    const { userId, refreshToken, accessToken } = await makeUser(app);
    const { db, plans } = recordingDatabase();
    const ctx = testTenantCtx(app, { db });
    await run({ ...ctx, actor: { kind: "user", userId, sessionId: String(decodeJwt(accessToken).sid), role: "USER" } }, refreshToken);
    const steps = await plans();
    expect(steps.filter((step) => step.startsWith("SEARCH")).length).toBeGreaterThan(0);
    expect(steps.filter((step) => /^SCAN (?!CONSTANT ROW|json_each)/.test(step))).toEqual([]);
  });
});

it("the drizzle tables of sign-ins through providers are those of the migrations", async () => {
  expect(await schemaDrift(identities, oidcSignIns)).toEqual([]);
});
