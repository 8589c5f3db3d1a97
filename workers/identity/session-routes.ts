import { LoggedOut, RefreshInput, SessionTokens } from "../../contracts/identity.ts";
import { SessionPage, SessionPath, SessionQuery } from "../../contracts/sessions.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { AppError } from "../platform/app-error.ts";
import { endSession } from "./end-session.ts";
import { logOut } from "./log-out.ts";
import { logOutEverywhere } from "./log-out-everywhere.ts";
import { listSessions } from "./own-sessions.ts";
import { refreshSession } from "./refresh-session.ts";
import { clearCookie, cookieToken, handOverByCookie } from "./session-cookie.ts";

export const sessionRoutes = new Endpoints("Identity", "identity");

sessionRoutes.post(
  "/api/v1/auth/refresh",
  {
    operationId: "refreshSession",
    summary: "Trade a refresh token for the next one and a new access token",
    access: "app",
    body: RefreshInput,
    answer: SessionTokens,
    errors: ["REFRESH_TOKEN_INVALID", "REFRESH_TOKEN_REUSED"],
    idempotency: "none",
  },
  async (ctx, { body }, c) => {
    if (body.refreshToken !== undefined) return refreshSession(ctx, { refreshToken: body.refreshToken });
    const refreshToken = cookieToken(c, ctx);
    if (refreshToken === undefined) throw new AppError("REFRESH_TOKEN_INVALID");
    return handOverByCookie(c, await refreshSession(ctx, { refreshToken }));
  },
);

sessionRoutes.post(
  "/api/v1/auth/logout",
  {
    operationId: "logOut",
    summary: "End the session of a refresh token, or else of the access token",
    access: "visitor",
    evenIfEnded: true,
    body: RefreshInput,
    answer: LoggedOut,
    errors: ["TOKEN_MISSING"],
    idempotency: "none",
  },
  async (ctx, { body }, c) => {
    const inCookie = cookieToken(c, ctx);
    clearCookie(c, ctx);
    return logOut(ctx, { refreshToken: body.refreshToken ?? inCookie });
  },
);

sessionRoutes.post(
  "/api/v1/auth/logout-all",
  {
    operationId: "logOutEverywhere",
    summary: "End all of the user's sessions: in all apps from the platform's own pages, else those of this app",
    access: "user",
    answer: LoggedOut,
    idempotency: "none",
  },
  async (ctx, _input, c) => {
    const ended = await logOutEverywhere(ctx);
    clearCookie(c, ctx);
    return ended;
  },
);

sessionRoutes.get(
  "/api/v1/auth/sessions",
  {
    operationId: "listSessions",
    summary: "The user's live sessions: in all apps from the platform's own pages, else those of this app",
    access: "user",
    query: SessionQuery,
    answer: SessionPage,
  },
  (ctx, { query }) => listSessions(ctx, query),
);

sessionRoutes.delete(
  "/api/v1/auth/sessions/{id}",
  {
    operationId: "endSession",
    summary: "End one of the user's sessions",
    access: "user",
    params: SessionPath,
    answer: LoggedOut,
    errors: ["SESSION_NOT_FOUND"],
    idempotency: "none",
  },
  async (ctx, { params }, c) => {
    const ended = await endSession(ctx, params);
    if (params.id === ctx.actor.sessionId) clearCookie(c, ctx);
    return ended;
  },
);
