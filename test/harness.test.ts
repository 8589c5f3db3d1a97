import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { User } from "../contracts/identity.ts";
import { call, makeApp, makeUser, registerUser } from "./harness.ts";

describe("the harness", () => {
  it("makes apps that call as a browser and as a server", async () => {
    const app = await makeApp({ domain: "BUS" });
    const body = { target: "/showtimes/x/live" };
    expect(await call("POST", "/api/v1/ws-tickets", { app, body })).toMatchObject({ status: 201, body: { success: true } });
    expect(await call("POST", "/api/v1/ws-tickets", { server: app, body })).toMatchObject({ status: 201 });
  });

  it("makes users whose tokens the Worker takes, with the role that is asked for", async () => {
    const app = await makeApp();
    const [user, organizer] = await Promise.all([makeUser(app, { name: "Ada" }), makeUser(app, { role: "ORGANIZER" })]);
    const me = await call<{ user: User }>("GET", "/api/v1/auth/me", { user });
    expect(me.body.data.user).toMatchObject({ id: user.userId, email: user.email, name: "Ada", role: "USER" });
    const theirs = await call<{ user: User }>("GET", "/api/v1/auth/me", { server: app, user: organizer });
    expect(theirs.body.data.user).toMatchObject({ id: organizer.userId, role: "ORGANIZER" });
  });

  it("registers users who can log in", async () => {
    const app = await makeApp();
    const { email, password, userId } = await registerUser(app);
    const answer = await call<{ user: User }>("POST", "/api/v1/auth/login", { app, body: { email, password } });
    expect(answer.status).toBe(200);
    expect(answer.body.data.user.id).toBe(userId);
  });

  it("speaks as the platform's owner", async () => {
    const answer = await call("GET", "/api/v1/admin/verify", { admin: true });
    expect(answer.body.data).toMatchObject({ email: env.ADMIN_EMAIL });
  });
});
