import type { UserPush } from "../../contracts/chat-gateway.ts";
import { pushOrHold } from "../identity/push-to-inboxes.ts";
import type { Ctx } from "../platform/context.ts";

interface Told extends Omit<UserPush, "at"> {
  userId: string;
}

/**
 * Tells people of something in a chat, behind their bell and wherever they are connected. `data` names who and where. When it answers, their inboxes have it
 * or the queue does. Never throws: what it is about has happened, stands in the room, and shows there as unread.
 */
export async function pushTo(ctx: Ctx, all: readonly Told[]): Promise<void> {
  const at = new Date(ctx.now()).toISOString();
  const told = all.map(({ userId, ...push }) => ({ userId, push: { ...push, at } }));
  await pushOrHold(ctx, told).catch((error: unknown) => ctx.log.error("somebody could not be told", error, { pushes: told.length }));
}
