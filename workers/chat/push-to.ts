import type { UserPush } from "../../contracts/chat-gateway.ts";
import { inboxOf } from "../identity/inbox-of.ts";
import type { Ctx } from "../platform/context.ts";

interface Told extends Omit<UserPush, "at"> {
  userId: string;
}

/**
 * Tells somebody of something in a chat, behind their bell and wherever they are connected. `data` names who and where. Nobody waits for it, and it is lost
 * where their inbox fails: what it is about stands in the room, and shows there as unread.
 */
export function pushTo(ctx: Ctx, { userId, ...push }: Told): void {
  ctx.waitUntil(
    inboxOf(ctx.env, userId)
      .push({ ...push, at: new Date(ctx.now()).toISOString() })
      .catch((error: unknown) => ctx.log.warn("somebody could not be told", { type: push.type, cause: String(error) })),
  );
}
