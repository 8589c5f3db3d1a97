import {
  CreateSocketTicket,
  LoggedOut,
  Login,
  RefreshInput,
  Register,
  Session,
  SessionTokens,
  SocketTicket,
  TokenFacts,
  UserAnswer,
} from "../../contracts/identity.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { AppError } from "../platform/app-error.ts";
import { logIn } from "./log-in.ts";
import { logOut } from "./log-out.ts";
import { logOutEverywhere } from "./log-out-everywhere.ts";
import { readMe } from "./read.ts";
import { refreshSession } from "./refresh-session.ts";
import { register } from "./register.ts";
import { clearCookie, cookieToken, handOver, handOverByCookie } from "./session-cookie.ts";
import { createSocketTicket } from "./socket-ticket.ts";
import { bearerExpiry } from "./user-token.ts";

export const identityRoutes = new Endpoints("Identity");

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

identityRoutes.post(
  "/api/v1/auth/refresh",
  {
    operationId: "refreshSession",
    summary: "Trade a refresh token for the next one and a new access token",
    access: "app",
    body: RefreshInput,
    answer: SessionTokens,
    errors: ["REFRESH_TOKEN_INVALID", "REFRESH_TOKEN_REUSED"],
    rate: "auth",
    idempotency: "none",
  },
  async (ctx, { body }, c) => {
    if (body.refreshToken !== undefined) return refreshSession(ctx, { refreshToken: body.refreshToken });
    const refreshToken = cookieToken(c, ctx);
    if (refreshToken === undefined) throw new AppError("REFRESH_TOKEN_INVALID");
    return handOverByCookie(c, await refreshSession(ctx, { refreshToken }));
  },
);

identityRoutes.post(
  "/api/v1/auth/logout",
  {
    operationId: "logOut",
    summary: "End the session of a refresh token, or else of the access token",
    access: "visitor",
    body: RefreshInput,
    answer: LoggedOut,
    errors: ["TOKEN_MISSING"],
    rate: "auth",
    idempotency: "none",
  },
  async (ctx, { body }, c) => {
    const inCookie = cookieToken(c, ctx);
    if (inCookie !== undefined) clearCookie(c);
    return logOut(ctx, { refreshToken: body.refreshToken ?? inCookie });
  },
);

identityRoutes.post(
  "/api/v1/auth/logout-all",
  {
    operationId: "logOutEverywhere",
    summary: "End all of the user's sessions at this app",
    access: "user",
    answer: LoggedOut,
    rate: "auth",
    idempotency: "none",
  },
  async (ctx, _input, c) => {
    if (cookieToken(c, ctx) !== undefined) clearCookie(c);
    return logOutEverywhere(ctx);
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
  async (ctx, _input, c) => ({ userId: ctx.actor.userId, role: ctx.actor.role, expiresAt: bearerExpiry(c) }),
);

identityRoutes.post(
  "/api/v1/ws-tickets",
  {
    operationId: "createSocketTicket",
    summary: "A one-time ticket for a socket or a link",
    description: "Browsers cannot set headers on these. Good for 30 s and for the path in `target`, as `?ticket=`.",
    access: "visitor",
    body: CreateSocketTicket,
    answer: SocketTicket,
    status: 201,
    idempotency: "none",
  },
  (ctx, { body }) => createSocketTicket(ctx, body),
);
