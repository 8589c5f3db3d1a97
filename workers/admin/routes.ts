import { AdminFacts, AdminLogin, AdminToken } from "../../contracts/identity.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { bearerExpiry } from "../identity/user-token.ts";
import { logInAdmin } from "./log-in-admin.ts";

export const adminRoutes = new Endpoints("Admin");

adminRoutes.post(
  "/api/v1/admin/login",
  {
    operationId: "logInAdmin",
    summary: "Sign in as the platform's owner",
    access: "open",
    body: AdminLogin,
    answer: AdminToken,
    errors: ["BAD_CREDENTIALS", "ACCOUNT_LOCKED"],
    rate: "auth",
    idempotency: "none",
  },
  (ctx, { body }) => logInAdmin(ctx, body),
);

adminRoutes.get(
  "/api/v1/admin/verify",
  { operationId: "verifyAdmin", summary: "Whether an admin token is good, and for how long", access: "admin", answer: AdminFacts },
  async (ctx, _input, c) => ({ email: ctx.actor.email, expiresAt: bearerExpiry(c) }),
);
