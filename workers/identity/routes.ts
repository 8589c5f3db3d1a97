import { CreateSocketTicket, Login, Register, Session, SocketTicket, TokenFacts, UserAnswer } from "../../contracts/identity.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { guestCartIn } from "../gateway/guest-cart.ts";
import { logIn } from "./log-in.ts";
import { readMe } from "./read.ts";
import { register } from "./register.ts";
import { recentRoleAt } from "./role.ts";
import { handOver } from "./session-cookie.ts";
import { createSocketTicket } from "./socket-ticket.ts";
import { bearerExpiry } from "./user-token.ts";

export const identityRoutes = new Endpoints("Identity", "identity");

const registrations = [
  { path: "/api/v1/auth/register", operationId: "register", summary: "Make an account and sign in" },
  { path: "/api/v1/auth/signup", operationId: "signUp", summary: "The same as /auth/register" },
];
for (const { path, operationId, summary } of registrations) {
  identityRoutes.post(
    path,
    {
      operationId,
      summary,
      access: "app",
      body: Register,
      answer: Session,
      status: 201,
      errors: ["EMAIL_TAKEN", "USERNAME_TAKEN"],
      rate: "auth",
    },
    async (ctx, { body }, c) => {
      const { user, tokens } = await register(ctx, body);
      return { user, ...handOver(c, ctx, tokens) };
    },
  );
}

identityRoutes.post(
  "/api/v1/auth/login",
  {
    operationId: "logIn",
    summary: "Sign in with e-mail address or username",
    access: "app",
    body: Login,
    answer: Session,
    errors: ["BAD_CREDENTIALS", "ACCOUNT_LOCKED"],
    rate: "auth",
    idempotency: "none",
  },
  async (ctx, { body }, c) => {
    const { user, tokens } = await logIn(ctx, body);
    return { user, ...handOver(c, ctx, tokens) };
  },
);

identityRoutes.get(
  "/api/v1/auth/me",
  { operationId: "getMe", summary: "Who is signed in", access: "user", answer: UserAnswer },
  async (ctx) => ({ user: await readMe(ctx) }),
);

identityRoutes.get(
  "/api/v1/auth/verify",
  { operationId: "verifyToken", summary: "Whether an access token is good here, and for how long", access: "user", answer: TokenFacts },
  async (ctx, _input, c) => ({ userId: ctx.actor.userId, role: await recentRoleAt(ctx, ctx.actor.userId), expiresAt: bearerExpiry(c) }),
);

identityRoutes.post(
  "/api/v1/ws-tickets",
  {
    operationId: "createSocketTicket",
    summary: "A one-time ticket for a socket or a link",
    description: "Browsers cannot set headers on these. Good for 30 s and for the path in `target`, as `?ticket=`.",
    access: "visitor",
    // What the key may do is asked where the ticket is used.
    scope: null,
    body: CreateSocketTicket,
    answer: SocketTicket,
    status: 201,
    idempotency: "none",
  },
  (ctx, { body }, c) => createSocketTicket(ctx, { ...body, cartId: guestCartIn(c) }),
);
