import { and, eq } from "drizzle-orm";
import type { Page } from "../../contracts/envelope.ts";
import type { FoundMessage, MessageSearch } from "../../contracts/messages.ts";
import { callObject } from "../platform/call-object.ts";
import type { TenantCtx } from "../platform/context.ts";
import { decodeCursor, encodeCursor } from "../platform/cursor.ts";
import { messageSearchOf } from "./message-search-of.ts";
import { archivedMessages } from "./read-messages.ts";
import { getOwnLastSeen, getRoom } from "./read-room.ts";
import { chatMembers } from "./tables.ts";

/**
 * Messages with every word of `q`, the best first, in the caller's rooms or in the one that is named; the tenant's server searches all rooms of its app.
 * A page can have fewer than `limit`: what was deleted meanwhile is left out. Pages fit together, because later messages are not in them.
 * ROOM_NOT_FOUND, NOT_A_MEMBER, BANNED.
 */
export async function searchMessages(ctx: TenantCtx, { q, chatRoomId, limit, cursor }: MessageSearch): Promise<Page<FoundMessage>> {
  const { skip, asOf } = positionOf(ctx, cursor);
  const rooms = await roomsOf(ctx, chatRoomId);
  const question = { q, rooms, asOf, skip, limit };
  const { hits, more } = await callObject(() => messageSearchOf(ctx.env, ctx.tenant.appId).search(question), { idempotent: true });
  const found = await archivedMessages(ctx, hits);
  const items = hits.flatMap(({ roomId, seq, highlight }) => {
    const message = found.get(`${roomId} ${seq}`);
    return message === undefined || message.deletedAt !== undefined ? [] : [{ ...message, highlight }];
  });
  return { items, nextCursor: more ? encodeCursor(skip + limit, String(asOf)) : null };
}

/** How many of the best have been shown, and since when messages are too new for these pages. */
function positionOf(ctx: TenantCtx, cursor: string | undefined): { skip: number; asOf: number } {
  if (cursor === undefined) return { skip: 0, asOf: ctx.now() };
  const { key, id } = decodeCursor(cursor, "number");
  const asOf = Number(id);
  return { skip: Math.max(0, Math.trunc(key)), asOf: Number.isSafeInteger(asOf) ? asOf : ctx.now() };
}

/** Where the caller may search; null: in every room of the app. */
async function roomsOf(ctx: TenantCtx, chatRoomId: string | undefined): Promise<string[] | null> {
  const { actor, tenant } = ctx;
  if (chatRoomId !== undefined) {
    await (actor.kind === "user" ? getOwnLastSeen({ ...ctx, actor }, { chatRoomId }) : getRoom(ctx, { id: chatRoomId }));
    return [chatRoomId];
  }
  if (actor.kind !== "user") return null;
  const own = await ctx.db
    .select({ roomId: chatMembers.roomId })
    .from(chatMembers)
    .where(and(eq(chatMembers.userId, actor.userId), eq(chatMembers.appId, tenant.appId), eq(chatMembers.state, "MEMBER")));
  return own.map(({ roomId }) => roomId);
}
