import { and, count, eq, type SQL, sql } from "drizzle-orm";
import type { ChatRoom, OwnChatRoom, RoomQuery } from "../../contracts/chat.ts";
import type { Standing } from "../../contracts/chat-room.ts";
import type { Page } from "../../contracts/envelope.ts";
import { limits } from "../../contracts/limits.ts";
import type { UserCtx } from "../platform/context.ts";
import { decodeCursor, encodeCursor } from "../platform/cursor.ts";
import { moment } from "../platform/personal-data.ts";
import { tryRoom } from "./ask-room.ts";
import { isOwn, matching, order, type RoomFound, selectRooms, toRoom } from "./list-rooms.ts";
import { lastArchivedMessage } from "./read-messages.ts";
import { chatRooms } from "./tables.ts";

/**
 * The caller's own rooms, the one with the latest message first, or by `sort`. What is unread and what was said last each room's object says itself; of one
 * that does not answer in time D1 knows it as of a moment ago. Which rooms there are, and their order over the pages, is D1's.
 */
export async function listOwnRooms(ctx: UserCtx, query: RoomQuery): Promise<Page<OwnChatRoom> & { total?: number }> {
  const { cursor, limit, page, size, sort } = query;
  const own = and(eq(chatRooms.appId, ctx.tenant.appId), isOwn(ctx), matching(query));
  if (page !== undefined || size !== undefined || sort !== undefined) {
    return numberedPage(ctx, own, { page: page ?? 0, size: size ?? limit, sort: sort ?? "lastMessageAt,desc" });
  }
  const rows = await selectRooms(ctx)
    .where(and(own, cursor === undefined ? undefined : quieterThan(cursor)))
    .orderBy(...order("lastMessageAt,desc"))
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1)?.room;
  const items = await standings(ctx, shown);
  return {
    items: items.sort((a, b) => latestIn(b) - latestIn(a)),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.lastMessageAt ?? last.createdAt, last.id) : null,
  };
}

async function numberedPage(ctx: UserCtx, own: SQL | undefined, { page, size, sort }: { page: number; size: number; sort: string }) {
  const [rows, [counted]] = await ctx.db.batch([
    selectRooms(ctx)
      .where(own)
      .orderBy(...order(sort))
      .limit(size)
      .offset(page * size),
    ctx.db.select({ total: count() }).from(chatRooms).where(own),
  ]);
  return { items: await standings(ctx, rows), nextCursor: null, total: counted?.total ?? 0 };
}

function quieterThan(cursor: string): SQL {
  const { key, id } = decodeCursor(cursor, "number");
  return sql`(ifnull(${chatRooms.lastMessageAt}, ${chatRooms.createdAt}), ${chatRooms.id}) < (${key}, ${id})`;
}

const latestIn = ({ lastMessage, createdAt }: OwnChatRoom): number => Date.parse(lastMessage?.timestamp ?? createdAt);

/** Asks all of them at the same time. Whoever has left a room meanwhile does not find it. */
async function standings(ctx: UserCtx, rows: readonly RoomFound[]): Promise<OwnChatRoom[]> {
  return (await Promise.all(rows.map((row) => standing(ctx, row)))).filter((room) => room !== null);
}

async function standing(ctx: UserCtx, row: RoomFound): Promise<OwnChatRoom | null> {
  const clock = new AbortController();
  try {
    const late = scheduler
      .wait(limits.roomAnswerMsMax, { signal: clock.signal })
      .then(() => Promise.reject(new Error("no answer in time")));
    late.catch(() => {});
    const answer = await Promise.race([tryRoom(ctx, row.room.id, (room) => room.standing({ userId: ctx.actor.userId })), late]);
    return answer.ok ? ownRoom(answer.room, answer.standing) : null;
  } catch (error) {
    ctx.log.warn("a room did not say how somebody stands in it", { room: row.room.id, cause: String(error) });
    return asArchived(ctx, row);
  } finally {
    clock.abort();
  }
}

const ownRoom = (
  room: ChatRoom,
  { unreadCount, readSeq, lastMessage, lastSeenAt }: Omit<Standing, "role" | "roomId" | "isOnline" | "headSeq">,
) => ({
  ...room,
  unreadCount,
  readSeq,
  lastMessage,
  lastSeenAt,
});

async function asArchived(ctx: UserCtx, row: RoomFound): Promise<OwnChatRoom> {
  const { room, member } = row;
  const readSeq = member?.readSeq ?? 0;
  return ownRoom(toRoom(row), {
    unreadCount: Math.max(0, room.headSeq - readSeq),
    readSeq,
    lastMessage: await lastArchivedMessage(ctx, room.id),
    lastSeenAt: moment(member?.lastSeenAt ?? null),
  });
}
