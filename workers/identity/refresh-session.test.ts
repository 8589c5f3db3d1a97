import { env } from "cloudflare:workers";
import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import type { SessionTokens } from "../../contracts/identity.ts";
import { limits } from "../../contracts/limits.ts";
import { call, makeApp, makeUser, type TestApp, testTenantCtx } from "../../test/harness.ts";
import { refreshSession } from "./refresh-session.ts";

const hour = 3_600_000;
const day = 24 * hour;
const startMs = Date.now();
/** The verb at a time of the test's choosing, in milliseconds from now. */
const at = (app: TestApp, afterMs: number, refreshToken: string) =>
  refreshSession(testTenantCtx(app, { now: () => startMs + afterMs }), { refreshToken });
const post = (app: TestApp, refreshToken: string) => call<SessionTokens>("POST", "/api/v1/auth/refresh", { app, body: { refreshToken } });
const invalid = { code: "REFRESH_TOKEN_INVALID" };
const reused = { code: "REFRESH_TOKEN_REUSED" };

async function signIn() {
  const app = await makeApp();
  return makeUser(app);
}

describe("a refresh token", () => {
  it("is traded for its successor and a new access token", async () => {
    const { app, userId, refreshToken } = await signIn();
    const { status, body } = await post(app, refreshToken);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ expiresIn: 900, refreshToken: expect.stringMatching(/^mq_rt_[\w-]{43}$/) });
    expect(body.data.refreshToken).not.toBe(refreshToken);
    const me = await call("GET", "/api/v1/auth/me", { app, headers: { authorization: `Bearer ${body.data.accessToken}` } });
    expect(me.body.data).toMatchObject({ user: { id: userId } });
    expect((await post(app, body.data.refreshToken ?? "")).status).toBe(200);
  });

  it("used again within 30 s gives the same successor, while that is unused", async () => {
    const { app, refreshToken } = await signIn();
    const first = await at(app, 0, refreshToken);
    const again = await at(app, 29_999, refreshToken);
    expect(again.refreshToken).toBe(first.refreshToken);
    await at(app, 30_000, first.refreshToken);
    await expect(at(app, 29_999, refreshToken)).rejects.toMatchObject(reused);
  });

  it("used again after 30 s ends the whole session", async () => {
    const { app, refreshToken } = await signIn();
    const { refreshToken: successor } = await at(app, 0, refreshToken);
    await expect(at(app, 30_000, refreshToken)).rejects.toMatchObject(reused);
    await expect(at(app, 30_001, successor)).rejects.toMatchObject(invalid);
    await expect(at(app, 30_002, refreshToken)).rejects.toMatchObject(invalid);
  });

  it("used again answers REFRESH_TOKEN_REUSED over HTTP, and the audit log keeps it", async () => {
    const { app, refreshToken } = await signIn();
    const next = (await post(app, refreshToken)).body.data.refreshToken ?? "";
    await post(app, next);
    expect(await post(app, refreshToken)).toMatchObject({ status: 401, body: { error: reused } });
    expect(await post(app, next)).toMatchObject({ status: 401, body: { error: invalid } });
    const { results } = await env.DB.prepare("SELECT action FROM audit_log WHERE app_id = ? AND action LIKE 'session%'")
      .bind(app.appId)
      .all();
    expect(results).toEqual([{ action: "session.ended_for_reuse" }]);
  });

  it("presented by twenty at once has one successor, which all get", async () => {
    const { app, refreshToken } = await signIn();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(app, refreshToken)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.data.refreshToken)).size).toBe(1);
    const { results } = await env.DB.prepare(
      "SELECT count(*) AS tokens FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE s.audience = ?",
    )
      .bind(app.appId)
      .all();
    expect(results).toEqual([{ tokens: 2 }]);
  });

  it("lasts seven days unused", async () => {
    const [early, late] = await Promise.all([signIn(), signIn()]);
    expect(await at(early.app, 7 * day - hour, early.refreshToken)).toMatchObject({ expiresIn: 900 });
    await expect(at(late.app, 7 * day + hour, late.refreshToken)).rejects.toMatchObject(invalid);
  });

  it("ends with its session thirty days after the log-in, however often it was traded", async () => {
    const { app, refreshToken } = await signIn();
    let token = refreshToken;
    for (let days = 6; days < 30; days += 6) token = (await at(app, days * day, token)).refreshToken;
    token = (await at(app, 30 * day - hour, token)).refreshToken;
    await expect(at(app, limits.sessionSecondsMax * 1000 + hour, token)).rejects.toMatchObject(invalid);
  });

  it("that is traded daily ends after thirty days all the same, and no access token outlives the session", async () => {
    const { app, refreshToken } = await signIn();
    let token = refreshToken;
    for (let days = 1; days < 30; days++) token = (await at(app, days * day, token)).refreshToken;
    const last = await at(app, 30 * day - hour / 12, token);
    const { exp = 0 } = decodeJwt(last.accessToken);
    expect(last.expiresIn).toBeLessThan(360);
    expect(exp * 1000).toBeLessThanOrEqual(startMs + limits.sessionSecondsMax * 1000 + 60_000);
    await expect(at(app, 30 * day + hour, last.refreshToken)).rejects.toMatchObject(invalid);
  });

  it("shared by two tabs keeps both signed in: whoever comes second within 30 s goes on with what the first got", async () => {
    const { app, refreshToken } = await signIn();
    const [one, other] = await Promise.all([at(app, 0, refreshToken), at(app, 0, refreshToken)]);
    expect(other.refreshToken).toBe(one.refreshToken);
    const [next, again] = [await at(app, 900_000, one.refreshToken), await at(app, 900_000 + 10_000, other.refreshToken)];
    expect(again.refreshToken).toBe(next.refreshToken);
    await expect(at(app, 900_000 + 40_000, other.refreshToken)).rejects.toMatchObject(reused);
  });

  it("is invalid at another app, which cannot end the session either", async () => {
    const { app, refreshToken } = await signIn();
    const other = await makeApp();
    expect(await post(other, refreshToken)).toMatchObject({ status: 401, body: { error: invalid } });
    const { refreshToken: next } = await at(app, 0, refreshToken);
    await at(app, 1, next);
    await expect(at(other, 2, refreshToken)).rejects.toMatchObject(invalid);
    expect(await at(app, 3, next)).toMatchObject({ expiresIn: 900 });
  });

  it("that is unknown, or none at all, is invalid", async () => {
    const app = await makeApp();
    const user = await makeUser(app);
    for (const token of ["mq_rt_unknown", user.accessToken.slice(0, 500), "x"]) {
      expect(await post(app, token)).toMatchObject({ status: 401, body: { error: invalid } });
    }
    expect(await call("POST", "/api/v1/auth/refresh", { app, body: {} })).toMatchObject({ status: 401, body: { error: invalid } });
    expect((await call("POST", "/api/v1/auth/refresh", { app, body: { refreshToken: "x", userId: "y" } })).status).toBe(422);
  });
});
