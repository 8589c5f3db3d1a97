import { and, asc, inArray, lte, sql } from "drizzle-orm";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { noteEnded } from "./ended-here.ts";
import { inboxOf } from "./inbox-of.ts";
import { sessions } from "./tables.ts";

/**
 * Lets the sockets of these sessions know, after their end is in the database: they lose what only a signed-in person may do, within 5 s. To be
 * called by whoever ends sessions. Does not wait and never throws: what is lost on the way the sweep makes up for.
 */
export function tellSocketsOfEndedSessions(ctx: Ctx, userId: string, sessionIds: readonly string[]): void {
  noteEnded(sessionIds, ctx.now());
  if (sessionIds.length > 0) ctx.waitUntil(tellSockets(ctx, userId, sessionIds));
}

/** The ids of the rows that a statement of `endSessions` or `endEverySession` answers. */
export const idsOf = (ended: readonly { id: string }[]): string[] => ended.map(({ id }) => id);

async function tellSockets(ctx: Ctx, userId: string, sessionIds: readonly string[]): Promise<void> {
  try {
    await callObject(() => inboxOf(ctx.env, userId).sessionsEnded([...sessionIds]), { idempotent: true });
    await ctx.db
      .update(sessions)
      .set({ socketsToldAt: ctx.now() })
      .where(inArray(sessions.id, [...sessionIds]));
  } catch (error) {
    ctx.log.error("sockets of ended sessions could not be told", error, { userId });
  }
}

const untoldPerSweepMax = 500;
/** Whoever ended a session tells of it at once; only what is older was lost. */
const lostAfterMs = 60_000;

/** Tells of the ended sessions whose sockets nobody has told. Returns how many there were. */
export async function sweepUntoldSessions(ctx: Ctx): Promise<number> {
  const untold = await ctx.db
    .select({ id: sessions.id, userId: sessions.userId })
    .from(sessions)
    .where(and(lte(sessions.endedAt, ctx.now() - lostAfterMs), sql.raw("ended_at IS NOT NULL AND sockets_told_at IS NULL")))
    .orderBy(asc(sessions.endedAt))
    .limit(untoldPerSweepMax);
  for (const [userId, ofUser] of Map.groupBy(untold, (session) => session.userId)) {
    await tellSockets(ctx, userId, idsOf(ofUser));
  }
  return untold.length;
}
