import type { LoggedOut } from "../../contracts/identity.ts";
import type { UserCtx } from "../platform/context.ts";
import { endLiveSessions } from "./end-sessions.ts";
import { sessionsInReach } from "./own-sessions.ts";
import { idsOf, tellSocketsOfEndedSessions } from "./tell-sockets.ts";

/**
 * Ends every session in the caller's reach, this one too: all of theirs from the platform's own pages. From an app those of that app, and what
 * began elsewhere goes on: an app has no say there.
 */
export async function logOutEverywhere(ctx: UserCtx): Promise<LoggedOut> {
  const ended = await endLiveSessions(ctx, await sessionsInReach(ctx));
  tellSocketsOfEndedSessions(ctx, ctx.actor.userId, idsOf(ended));
  return { sessionsEnded: ended.length };
}
