import { and, desc, eq, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { messageView } from "../../contracts/message-view.ts";
import type { History, HistoryQuery, Message } from "../../contracts/messages.ts";
import type { TenantCtx } from "../platform/context.ts";
import { askRoom, callerOf } from "./ask-room.ts";
import { chatRooms, messages } from "./tables.ts";

/** A page of a room's messages, rising, and whether there are more on both sides. ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED, MESSAGE_NOT_FOUND (the anchor). */
export async function listMessages(ctx: TenantCtx, { chatRoomId, messageId, type, limit }: HistoryQuery): Promise<History> {
  const direction = type === "top" ? "OLDER" : type === "bottom" ? "NEWER" : type;
  const anchor = messageId === undefined ? {} : { anchor: messageId };
  return (await askRoom(ctx, chatRoomId, (room) => room.history({ by: callerOf(ctx), type: direction, limit, ...anchor }))).history;
}

const replied = alias(messages, "replied");

const selectMessages = (ctx: TenantCtx) =>
  ctx.db
    .select({
      message: messages,
      type: chatRooms.type,
      replied: { id: replied.id, seq: replied.seq, senderId: replied.senderId, content: replied.content },
    })
    .from(messages)
    .innerJoin(chatRooms, eq(chatRooms.id, messages.roomId))
    .leftJoin(replied, and(eq(replied.roomId, messages.roomId), eq(replied.seq, messages.replyToSeq)));

/** These messages as D1 has them, by `roomId seq`; those that it does not have are not in it. */
export async function archivedMessages(ctx: TenantCtx, places: readonly { roomId: string; seq: number }[]): Promise<Map<string, Message>> {
  const asked = JSON.stringify(places.map(({ roomId, seq }) => [roomId, seq]));
  const rows = await selectMessages(ctx).where(
    and(
      eq(messages.appId, ctx.tenant.appId),
      sql`(${messages.roomId}, ${messages.seq}) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${asked}))`,
    ),
  );
  return new Map(
    rows.map(({ message, type, replied }) => [
      `${message.roomId} ${message.seq}`,
      messageView(message, { roomId: message.roomId, type, replied }),
    ]),
  );
}

/** The last message of a room that D1 has, or null. */
export async function lastArchivedMessage(ctx: TenantCtx, roomId: string): Promise<Message | null> {
  const row = await selectMessages(ctx)
    .where(and(eq(messages.appId, ctx.tenant.appId), eq(messages.roomId, roomId)))
    .orderBy(desc(messages.seq))
    .limit(1)
    .get();
  return row === undefined ? null : messageView(row.message, { ...row, roomId: row.message.roomId });
}
