import { describe, expect, it } from "vitest";
import type { SocketTicket } from "../../contracts/identity.ts";
import { call, makeApp, makeUser, testCtx, testTenantCtx } from "../../test/harness.ts";
import { createSocketTicket, redeemableTicket } from "./socket-ticket.ts";

const target = "/showtimes/sho_x/live";
const invalid = { code: "TICKET_INVALID" };

describe("a socket ticket", () => {
  it("is made for a user or for a visitor of an app", async () => {
    const user = await makeUser(await makeApp());
    for (const caller of [{ user }, { app: user.app }, { server: user.app }]) {
      const made = await call<SocketTicket>("POST", "/api/v1/ws-tickets", { ...caller, body: { target } });
      expect(made).toMatchObject({ status: 201, body: { data: { expiresIn: 30 } } });
      const found = await redeemableTicket(testCtx(), made.body.data.ticket, `/api/v1${target}`);
      expect(found.tenant.appId).toBe(user.app.appId);
      const person = { kind: "user", userId: user.userId, role: "USER" };
      expect(found.actor).toMatchObject("user" in caller ? person : { kind: "server" in caller ? "server" : "anonymous" });
    }
    expect((await call("POST", "/api/v1/ws-tickets", { body: { target } })).body.error.code).toBe("APP_CREDENTIALS_MISSING");
  });

  it("is good for its own path, for 30 s", async () => {
    const ctx = testTenantCtx(await makeApp());
    const { ticket } = await createSocketTicket(ctx, { target: `/api/v1${target}` });
    const later = testCtx({ now: () => ctx.now() + 31_000 });
    expect(await redeemableTicket(ctx, ticket, target)).toMatchObject({ ticketId: expect.any(String) });
    await expect(redeemableTicket(ctx, ticket, `${target}/x`)).rejects.toMatchObject(invalid);
    await expect(redeemableTicket(ctx, ticket, "/showtimes/sho_y/live")).rejects.toMatchObject(invalid);
    await expect(redeemableTicket(later, ticket, target)).rejects.toMatchObject(invalid);
    await expect(redeemableTicket(ctx, `${ticket}x`, target)).rejects.toMatchObject(invalid);
  });

  it("is for a path, and for nothing else", async () => {
    const app = await makeApp();
    for (const wrong of ["", "/", "showtimes", "https://evil.example/x", "/x?y=1", "/x\n", "/x y"]) {
      expect((await call("POST", "/api/v1/ws-tickets", { app, body: { target: wrong } })).status).toBe(422);
    }
  });

  it("is not made with a bad token: a visitor sends none", async () => {
    const app = await makeApp();
    const answer = await call("POST", "/api/v1/ws-tickets", { app, headers: { authorization: "Bearer x" }, body: { target } });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: "TOKEN_INVALID" } } });
  });
});
