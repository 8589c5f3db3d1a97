import type { Message } from "../../contracts/messages.ts";
import type { TenantCtx } from "../platform/context.ts";
import { askMessageRoom } from "./ask-message-room.ts";
import { callerOf } from "./ask-room.ts";

/** Changes the words of one's own message. MESSAGE_NOT_FOUND, MESSAGE_DELETED, FORBIDDEN, BANNED, MUTED, RATE_LIMITED, ROOM_ARCHIVED. */
export async function editMessage(ctx: TenantCtx, { id, content }: { id: string; content: string }): Promise<Message> {
  return (await askMessageRoom(ctx, id, (room) => room.edit({ by: callerOf(ctx), id, content }))).message;
}

/**
 * Leaves a tombstone of one's own message, or as a moderator or the tenant's server of anybody's. Again: the same answer.
 * MESSAGE_NOT_FOUND, FORBIDDEN, BANNED, MUTED, RATE_LIMITED, ROOM_ARCHIVED.
 */
export async function deleteMessage(ctx: TenantCtx, { id }: { id: string }): Promise<Message> {
  return (await askMessageRoom(ctx, id, (room) => room.delete({ by: callerOf(ctx), id }))).message;
}

interface Reacting {
  id: string;
  emoji: string;
  remove: boolean;
}

/**
 * Adds the caller's reaction to a message, or takes it away. Again: the same answer.
 * MESSAGE_NOT_FOUND, MESSAGE_DELETED, REACTION_LIMIT_REACHED, BANNED, MUTED, RATE_LIMITED, ROOM_ARCHIVED; FORBIDDEN for a server.
 */
export async function reactToMessage(ctx: TenantCtx, { id, emoji, remove }: Reacting): Promise<Message> {
  return (await askMessageRoom(ctx, id, (room) => room.react({ by: callerOf(ctx), id, emoji, remove }))).message;
}
