import type { ChatRoom } from "../../contracts/chat.ts";
import type { UserCtx } from "../platform/context.ts";
import { askRoom } from "./ask-room.ts";
import { recordTold } from "./record-told.ts";

/** Ends the caller's membership. Whoever is no member has left already. ROOM_NOT_FOUND, FORBIDDEN in a DIRECT room. */
export async function leaveRoom(ctx: UserCtx, { id }: { id: string }): Promise<ChatRoom> {
  const left = await askRoom(ctx, id, (room) => room.leave({ userId: ctx.actor.userId }));
  await recordTold(ctx, left, { action: "chat-room.left", subject: id });
  return left.room;
}
