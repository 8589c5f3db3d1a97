import { and, desc, eq, gt, isNull, type SQL } from "drizzle-orm";
import type { Page, PageQuery } from "../../contracts/envelope.ts";
import { limits } from "../../contracts/limits.ts";
import type { SessionInfo } from "../../contracts/sessions.ts";
import { AppError } from "../platform/app-error.ts";
import type { UserCtx } from "../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../platform/cursor.ts";
import { apps } from "../tenants/tables.ts";
import { webAudience } from "./audience.ts";
import { sessions } from "./tables.ts";

/**
 * The sessions of the caller's that they may see and end from here. From the platform's own pages: all of theirs, in all apps. From an app: those
 * of that app, as no app may learn which others somebody uses. Asks for the caller's session as it is now. Throws TOKEN_INVALID if it is over.
 */
export async function sessionsInReach(ctx: UserCtx): Promise<SQL | undefined> {
  const { userId, sessionId } = ctx.actor;
  const current = await ctx.db
    .select({ audience: sessions.audience })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isLive(ctx)))
    .get();
  if (current === undefined) throw new AppError("TOKEN_INVALID");
  return and(eq(sessions.userId, userId), current.audience === webAudience ? undefined : eq(sessions.audience, current.audience));
}

/** Neither ended, nor past its end, nor left unused for longer than its refresh token lives. */
export const isLive = (ctx: UserCtx): SQL | undefined =>
  and(isNull(sessions.endedAt), gt(sessions.expiresAt, ctx.now()), gt(sessions.lastUsedAt, ctx.now() - unusedMsMax));

const unusedMsMax = limits.refreshTokenSeconds * 1000;

/** The live sessions in the caller's reach, the newest first. */
export async function listSessions(ctx: UserCtx, { limit, cursor }: PageQuery): Promise<Page<SessionInfo>> {
  const rows = await ctx.db
    .select({ session: sessions, appName: apps.name })
    .from(sessions)
    .leftJoin(apps, eq(apps.id, sessions.audience))
    .where(and(await sessionsInReach(ctx), isLive(ctx), olderThan(cursor, sessions.createdAt, sessions.id)))
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .limit(limit + 1);
  return toPage(
    rows,
    limit,
    ({ session }) => encodeCursor(session.createdAt, session.id),
    ({ session, appName }) => ({
      id: session.id,
      current: session.id === ctx.actor.sessionId,
      userAgent: session.userAgent,
      ip: session.ip,
      app: appName === null ? null : { appId: session.audience, name: appName },
      createdAt: new Date(session.createdAt).toISOString(),
      lastUsedAt: new Date(session.lastUsedAt).toISOString(),
      expiresAt: new Date(Math.min(session.expiresAt, session.lastUsedAt + unusedMsMax)).toISOString(),
    }),
  );
}
