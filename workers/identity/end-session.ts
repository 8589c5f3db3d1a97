import { and, eq } from "drizzle-orm";
import type { LoggedOut } from "../../contracts/identity.ts";
import { AppError } from "../platform/app-error.ts";
import type { UserCtx } from "../platform/context.ts";
import { endLiveSessions } from "./end-sessions.ts";
import { isLive, sessionsInReach } from "./own-sessions.ts";
import { sessions } from "./tables.ts";
import { idsOf, tellSocketsOfEndedSessions } from "./tell-sockets.ts";

/** Ends one of the caller's own sessions: of all of theirs from the platform's own pages, of this app's from an app. Throws SESSION_NOT_FOUND. */
export async function endSession(ctx: UserCtx, { id }: { id: string }): Promise<LoggedOut> {
  const ended = await endLiveSessions(ctx, and(await sessionsInReach(ctx), eq(sessions.id, id), isLive(ctx)));
  if (ended.length === 0) throw new AppError("SESSION_NOT_FOUND");
  tellSocketsOfEndedSessions(ctx, ctx.actor.userId, idsOf(ended));
  return { sessionsEnded: ended.length };
}
