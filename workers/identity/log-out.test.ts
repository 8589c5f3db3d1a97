import { describe, expect, it } from "vitest";
import { call, makeApp, makeUser, type TestApp } from "../../test/harness.ts";

const refresh = (app: TestApp, refreshToken: string) => call("POST", "/api/v1/auth/refresh", { app, body: { refreshToken } });

describe("to log out", () => {
  it("ends the session of the refresh token, and is no error the second time or for an unknown one", async () => {
    const app = await makeApp();
    const { refreshToken } = await makeUser(app);
    const out = (token: string) => call("POST", "/api/v1/auth/logout", { app, body: { refreshToken: token } });
    expect(await out(refreshToken)).toMatchObject({ status: 200, body: { data: { sessionsEnded: 1 } } });
    expect(await out(refreshToken)).toMatchObject({ status: 200, body: { data: { sessionsEnded: 0 } } });
    expect(await out("mq_rt_unknown")).toMatchObject({ status: 200, body: { data: { sessionsEnded: 0 } } });
    expect(await refresh(app, refreshToken)).toMatchObject({ status: 401, body: { error: { code: "REFRESH_TOKEN_INVALID" } } });
  });

  it("ends the session of the access token where there is no refresh token", async () => {
    const app = await makeApp();
    const user = await makeUser(app);
    const bystander = await makeUser(app);
    expect((await call("POST", "/api/v1/auth/logout", { user, body: {} })).body.data).toEqual({ sessionsEnded: 1 });
    expect((await refresh(app, user.refreshToken)).status).toBe(401);
    const me = (of: typeof user) => call("GET", "/api/v1/auth/me", { user: of });
    expect(await me(user)).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
    expect((await call("POST", "/api/v1/auth/logout", { user, body: {} })).body.data).toEqual({ sessionsEnded: 0 });
    expect((await me(bystander)).status).toBe(200);
  });

  it("asks for one of the two", async () => {
    const app = await makeApp();
    expect(await call("POST", "/api/v1/auth/logout", { app, body: {} })).toMatchObject({
      status: 401,
      body: { error: { code: "TOKEN_MISSING" } },
    });
  });

  it("is for the app where the session began", async () => {
    const [app, other] = await Promise.all([makeApp(), makeApp()]);
    const { refreshToken } = await makeUser(app);
    const out = await call("POST", "/api/v1/auth/logout", { app: other, body: { refreshToken } });
    expect(out.body.data).toEqual({ sessionsEnded: 0 });
    expect((await refresh(app, refreshToken)).status).toBe(200);
  });
});

describe("to log out everywhere", () => {
  it("ends all sessions that the user has at this app, and nobody else's", async () => {
    const app = await makeApp();
    const [user, bystander] = await Promise.all([makeUser(app), makeUser(app)]);
    await refresh(app, user.refreshToken);
    expect(await call("POST", "/api/v1/auth/logout-all", { user })).toMatchObject({ status: 200, body: { data: { sessionsEnded: 1 } } });
    expect((await refresh(app, user.refreshToken)).status).toBe(401);
    expect((await refresh(app, bystander.refreshToken)).status).toBe(200);
    expect((await call("POST", "/api/v1/auth/logout-all", { app })).body.error.code).toBe("TOKEN_MISSING");
  });
});
