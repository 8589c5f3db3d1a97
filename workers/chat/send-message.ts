import type { Message, SendMessage } from "../../contracts/messages.ts";
import type { TenantCtx } from "../platform/context.ts";
import { askRoom, callerOf } from "./ask-room.ts";

/**
 * Stores a message in its room. The same sender and `clientId`: the first message again, `duplicate`. What the tenant's server says is SYSTEM.
 * ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED, MUTED, SLOW_MODE, RATE_LIMITED, ROOM_ARCHIVED, MESSAGE_NOT_FOUND (`replyTo`).
 */
export async function sendMessage(ctx: TenantCtx, body: SendMessage): Promise<{ message: Message; duplicate: boolean }> {
  const { chatRoomId, content, clientId, replyTo } = body;
  const input = { by: callerOf(ctx), content, clientId, ...(replyTo !== undefined && { replyTo }) };
  const { message, duplicate } = await askRoom(ctx, chatRoomId, (room) => room.send(input));
  return { message, duplicate };
}
