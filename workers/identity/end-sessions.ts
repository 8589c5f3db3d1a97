import { and, eq, inArray, isNull, ne, type SQL } from "drizzle-orm";
import type { Ctx, TenantCtx } from "../platform/context.ts";
import { audiencesAt } from "./audience.ts";
import { sessions } from "./tables.ts";
import { idsOf, tellSocketsOfEndedSessions } from "./tell-sockets.ts";

/** The statement that ends those sessions which are live and of this app. Their access tokens run out by themselves, within 15 minutes. */
export const endSessions = (ctx: TenantCtx, which: SQL) =>
  endLiveSessions(ctx, and(which, inArray(sessions.audience, audiencesAt(ctx.tenant))));

interface AllOf {
  /** A session that goes on: the one of whoever asks. */
  except?: string | undefined;
  /** What must hold besides, e.g. that the statement before this one in the batch changed a row. */
  onlyIf?: SQL | undefined;
}

/**
 * The statement that ends all sessions of a person, in all apps, for the caller's own batch. Its rows are the ids that
 * `tellSocketsOfEndedSessions` must be given afterwards.
 */
export const endEverySession = (ctx: Ctx, userId: string, { except, onlyIf }: AllOf = {}) =>
  endLiveSessions(ctx, and(eq(sessions.userId, userId), except === undefined ? undefined : ne(sessions.id, except), onlyIf));

/** Ends all sessions of a person, in all apps but for one that is excepted, and tells their sockets. Returns how many were live. */
export async function endSessionsOf(ctx: Ctx, userId: string, which: AllOf = {}): Promise<number> {
  const ended = await endEverySession(ctx, userId, which);
  tellSocketsOfEndedSessions(ctx, userId, idsOf(ended));
  return ended.length;
}

/** The statement that ends those sessions which are live, of whatever app and person `which` allows. */
export const endLiveSessions = (ctx: Ctx, which: SQL | undefined) =>
  ctx.db
    .update(sessions)
    .set({ endedAt: ctx.now() })
    .where(and(which, isNull(sessions.endedAt)))
    .returning({ id: sessions.id, userId: sessions.userId });
