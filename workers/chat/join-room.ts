import type { ChatRoom } from "../../contracts/chat.ts";
import type { UserCtx } from "../platform/context.ts";
import { askRoom } from "./ask-room.ts";
import { getPerson } from "./people.ts";
import { recordTold } from "./record-told.ts";
import { requireRoomLimit } from "./require-room-limit.ts";

/**
 * Makes the caller a member, in a PRIVATE room by `invite`, the token of a link, or because they are invited by name. Again: the same answer.
 * ROOM_NOT_FOUND, INVITATION_REQUIRED, INVITATION_INVALID, BANNED, ROOM_FULL, ROOM_ARCHIVED, ROOM_LIMIT_REACHED.
 */
export async function joinRoom(ctx: UserCtx, { id, invite }: { id: string; invite?: string | undefined }): Promise<ChatRoom> {
  const [person] = await Promise.all([getPerson(ctx, ctx.actor.userId), requireRoomLimit(ctx, ctx.actor.userId)]);
  const joined = await askRoom(ctx, id, (room) => room.join({ person, ...(invite !== undefined && { invite }) }));
  await recordTold(ctx, joined, { action: "chat-room.joined", subject: id });
  return joined.room;
}
