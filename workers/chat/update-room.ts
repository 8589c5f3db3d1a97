import type { ChatRoom, UpdateRoom } from "../../contracts/chat.ts";
import type { TenantCtx } from "../platform/context.ts";
import { askRoom, callerOf } from "./ask-room.ts";
import { recordTold } from "./record-told.ts";

/** Changes what is named of a room. ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED, FORBIDDEN, MESSAGE_NOT_FOUND (one of `pinned`). */
export async function updateRoom(ctx: TenantCtx, { id, change }: { id: string; change: UpdateRoom }): Promise<ChatRoom> {
  const changed = await askRoom(ctx, id, (room) => room.update({ by: callerOf(ctx), change }));
  await recordTold(ctx, changed, { action: "chat-room.updated", subject: id, after: change });
  return changed.room;
}
