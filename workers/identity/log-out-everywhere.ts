import { eq } from "drizzle-orm";
import type { LoggedOut } from "../../contracts/identity.ts";
import type { UserCtx } from "../platform/context.ts";
import { endSessions } from "./end-sessions.ts";
import { sessions } from "./tables.ts";

/** Ends every session that the user has at this app, this one too. What began at other apps goes on: an app has no say there. */
export async function logOutEverywhere(ctx: UserCtx): Promise<LoggedOut> {
  const ended = await endSessions(ctx, eq(sessions.userId, ctx.actor.userId));
  return { sessionsEnded: ended.length };
}
