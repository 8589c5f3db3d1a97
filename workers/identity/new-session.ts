import { and, desc, eq, isNull, notInArray } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import type { TenantCtx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { signAccessToken } from "./access-token.ts";
import { audienceOfNewSession } from "./audience.ts";
import { firstRefreshToken, refreshTokenHash } from "./refresh-token.ts";
import { refreshTokens, sessions } from "./tables.ts";

export interface NewTokens {
  accessToken: string;
  refreshToken: string;
  /** Seconds of the access token. */
  expiresIn: number;
}

/**
 * A session of this user that begins now, as statements for a batch: `beginSession` runs them. The first one ends the user's oldest sessions
 * where they would be more than `limits.sessionsPerUserMax`, and answers their ids.
 */
export async function newSession(ctx: TenantCtx, userId: string) {
  const nowMs = ctx.now();
  const session = {
    id: newId("session", nowMs),
    userId,
    audience: audienceOfNewSession(ctx),
    userAgent: ctx.client.userAgent,
    ip: ctx.client.ip,
    createdAt: nowMs,
    lastUsedAt: nowMs,
    expiresAt: nowMs + limits.sessionSecondsMax * 1000,
  };
  const refreshToken = firstRefreshToken();
  const token = {
    hash: await refreshTokenHash(refreshToken),
    sessionId: session.id,
    createdAt: nowMs,
    expiresAt: nowMs + limits.refreshTokenSeconds * 1000,
  };
  const accessToken = await signAccessToken(ctx, { userId, sessionId: session.id, audience: session.audience });
  const tokens: NewTokens = { accessToken, refreshToken, expiresIn: limits.accessTokenSeconds };
  return {
    sessionId: session.id,
    tokens,
    statements: [endOldest(ctx, userId), ctx.db.insert(sessions).values(session), ctx.db.insert(refreshTokens).values(token)] as const,
  };
}

function endOldest(ctx: TenantCtx, userId: string) {
  const live = and(eq(sessions.userId, userId), isNull(sessions.endedAt));
  const newest = ctx.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(live)
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .limit(limits.sessionsPerUserMax - 1);
  return ctx.db
    .update(sessions)
    .set({ endedAt: ctx.now() })
    .where(and(live, notInArray(sessions.id, newest)))
    .returning({ id: sessions.id });
}
