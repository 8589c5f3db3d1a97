import { and, eq, exists, gt, inArray, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { limits } from "../../contracts/limits.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { TenantCtx } from "../platform/context.ts";
import { signAccessToken } from "./access-token.ts";
import { audiencesAt } from "./audience.ts";
import { endSessions } from "./end-sessions.ts";
import type { NewTokens } from "./new-session.ts";
import { refreshTokenHash, successorOf } from "./refresh-token.ts";
import { refreshTokens, sessions } from "./tables.ts";
import { tellSocketsOfEndedSessions } from "./tell-sockets.ts";

interface Rotation {
  hash: string;
  successorHash: string;
  nowMs: number;
}

/**
 * Trades a refresh token for its successor and a new access token. A lost answer can be had again: within 30 s, while the successor is unused.
 * Throws REFRESH_TOKEN_INVALID for a token that is unknown, expired, of an ended session or of another app; REFRESH_TOKEN_REUSED, and ends the
 * session, for one that was used before: then two hold it, and one of them is a thief.
 */
export async function refreshSession(ctx: TenantCtx, { refreshToken }: { refreshToken: string }): Promise<NewTokens> {
  const successor = await successorOf(ctx.env, refreshToken);
  const [hash, successorHash] = await Promise.all([refreshTokenHash(refreshToken), refreshTokenHash(successor)]);
  const nowMs = ctx.now();
  const rotation = { hash, successorHash, nowMs };
  const [used, , , [found]] = await ctx.db.batch([
    markUsed(ctx, rotation),
    insertSuccessor(ctx, rotation),
    touchSession(ctx, rotation),
    selectState(ctx, hash),
  ]);
  if (found === undefined || !audiencesAt(ctx.tenant).includes(found.audience)) throw new AppError("REFRESH_TOKEN_INVALID");
  if (found.endedAt !== null || found.sessionExpiresAt <= nowMs || found.usedAt === null) throw new AppError("REFRESH_TOKEN_INVALID");
  const askedAgain = found.usedAt > nowMs - limits.refreshReuseSeconds * 1000 && found.successorUsedAt === null;
  if (used.length === 0 && !askedAgain) {
    await endForReuse(ctx, found.sessionId);
    throw new AppError("REFRESH_TOKEN_REUSED");
  }
  const seconds = Math.min(limits.accessTokenSeconds, Math.ceil((found.sessionExpiresAt - nowMs) / 1000));
  return { accessToken: await signAccessToken(ctx, found, seconds), refreshToken: successor, expiresIn: seconds };
}

/** The statement that decides between all who present the token: it marks it used for one of them. */
function markUsed(ctx: TenantCtx, { hash, successorHash, nowMs }: Rotation) {
  const liveSession = ctx.db
    .select({ one: sql`1` })
    .from(sessions)
    .where(
      and(
        eq(sessions.id, refreshTokens.sessionId),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, nowMs),
        inArray(sessions.audience, audiencesAt(ctx.tenant)),
      ),
    );
  return ctx.db
    .update(refreshTokens)
    .set({ usedAt: nowMs, successorHash })
    .where(and(eq(refreshTokens.hash, hash), isNull(refreshTokens.usedAt), gt(refreshTokens.expiresAt, nowMs), exists(liveSession)))
    .returning({ hash: refreshTokens.hash });
}

/** Directly after `markUsed`, and only if that changed the row. No token outlives its session. */
const insertSuccessor = (ctx: TenantCtx, { hash, successorHash, nowMs }: Rotation) =>
  ctx.db.insert(refreshTokens).select(
    sql`SELECT ${successorHash}, ${sessions.id}, NULL, ${nowMs}, min(${nowMs + limits.refreshTokenSeconds * 1000}, ${sessions.expiresAt}), NULL
        FROM ${sessions} JOIN ${refreshTokens} ON ${refreshTokens.sessionId} = ${sessions.id}
        WHERE ${refreshTokens.hash} = ${hash} AND changes() > 0`,
  );

/** Directly after `insertSuccessor`, and only if that made a row. */
function touchSession(ctx: TenantCtx, { hash, nowMs }: Rotation) {
  const session = ctx.db.select({ id: refreshTokens.sessionId }).from(refreshTokens).where(eq(refreshTokens.hash, hash));
  return ctx.db
    .update(sessions)
    .set({ lastUsedAt: nowMs })
    .where(and(inArray(sessions.id, session), sql`changes() > 0`));
}

function selectState(ctx: TenantCtx, hash: string) {
  const successors = alias(refreshTokens, "successors");
  return ctx.db
    .select({
      sessionId: sessions.id,
      userId: sessions.userId,
      audience: sessions.audience,
      sessionExpiresAt: sessions.expiresAt,
      endedAt: sessions.endedAt,
      usedAt: refreshTokens.usedAt,
      // In a batch D1 answers rows as objects, where a second `used_at` would take the place of the first.
      successorUsedAt: sql<number | null>`${successors.usedAt}`.as("successor_used_at"),
    })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .leftJoin(successors, eq(successors.hash, refreshTokens.successorHash))
    .where(eq(refreshTokens.hash, hash));
}

async function endForReuse(ctx: TenantCtx, sessionId: string): Promise<void> {
  const [ended] = await ctx.db.batch([
    endSessions(ctx, eq(sessions.id, sessionId)),
    auditRowIfChanged(ctx, { action: "session.ended_for_reuse", subject: sessionId }),
  ]);
  for (const { id, userId } of ended) tellSocketsOfEndedSessions(ctx, userId, [id]);
}
