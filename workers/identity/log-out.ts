import { eq, inArray, type SQL } from "drizzle-orm";
import type { LoggedOut } from "../../contracts/identity.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { endSessions } from "./end-sessions.ts";
import { refreshTokenHash } from "./refresh-token.ts";
import { refreshTokens, sessions } from "./tables.ts";
import { tellSocketsOfEndedSessions } from "./tell-sockets.ts";

/**
 * Ends the session of this refresh token, or without one the session of the access token. A token that is unknown or whose session is over
 * already is no error: whoever wants to be out, is out. Throws TOKEN_MISSING if neither is there.
 */
export async function logOut(ctx: TenantCtx, { refreshToken }: { refreshToken: string | undefined }): Promise<LoggedOut> {
  const ended = await endSessions(ctx, await sessionMeant(ctx, refreshToken));
  for (const { id, userId } of ended) tellSocketsOfEndedSessions(ctx, userId, [id]);
  return { sessionsEnded: ended.length };
}

async function sessionMeant(ctx: TenantCtx, refreshToken: string | undefined): Promise<SQL> {
  if (refreshToken !== undefined) {
    const hash = await refreshTokenHash(refreshToken);
    return inArray(sessions.id, ctx.db.select({ id: refreshTokens.sessionId }).from(refreshTokens).where(eq(refreshTokens.hash, hash)));
  }
  if (ctx.actor.kind !== "user") throw new AppError("TOKEN_MISSING");
  return eq(sessions.id, ctx.actor.sessionId);
}
