import { and, asc, count, desc, eq, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/sqlite-core";
import type { ChatRoom, RoomQuery, roomSortFields } from "../../contracts/chat.ts";
import type { Page } from "../../contracts/envelope.ts";
import type { TenantCtx } from "../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../platform/cursor.ts";
import { chatMembers, chatRooms } from "./tables.ts";
import { roomRowView } from "./views.ts";

export type RoomList = Page<ChatRoom> & { total?: number };

/**
 * The rooms that the caller may find: the app's PUBLIC ones and the caller's own, for the tenant's server all. With `limit` and `cursor` the newest
 * first; with `page`, `size` or `sort` by that order, and with the `total`. `q` is a part of the name: no character of it means anything.
 */
export async function listRooms(ctx: TenantCtx, query: RoomQuery): Promise<RoomList> {
  const { cursor, limit, page, size, sort } = query;
  if (page !== undefined || size !== undefined || sort !== undefined) {
    return numberedPage(ctx, query, { page: page ?? 0, size: size ?? limit, sort: sort ?? "createdAt,desc" });
  }
  const fitting = and(matching(query), olderThan(cursor, chatRooms.createdAt, chatRooms.id));
  const newest = (which: SQL | undefined) =>
    ctx.db
      .select({ id: chatRooms.id, createdAt: chatRooms.createdAt })
      .from(chatRooms)
      .where(and(eq(chatRooms.appId, ctx.tenant.appId), which, fitting))
      .orderBy(desc(chatRooms.createdAt), desc(chatRooms.id))
      .limit(limit + 1);
  // Each of the two goes through its own index from the newest on, and only the first few of both are put in order together.
  const both = unionAll(
    ctx.db.select().from(newest(eq(chatRooms.visibility, "PUBLIC")).as("public_page")),
    ctx.db.select().from(newest(and(eq(chatRooms.visibility, "PRIVATE"), isOwn(ctx))).as("private_page")),
  ).as("both_pages");
  const rows = await selectRooms(ctx)
    .where(sql`${chatRooms.id} IN (SELECT id FROM ${both})`)
    .orderBy(desc(chatRooms.createdAt), desc(chatRooms.id))
    .limit(limit + 1);
  return toPage(rows, limit, ({ room }) => encodeCursor(room.createdAt, room.id), toRoom);
}

async function numberedPage(ctx: TenantCtx, query: RoomQuery, { page, size, sort }: { page: number; size: number; sort: string }) {
  const visible = sql`(${chatRooms.visibility} = 'PUBLIC' OR ${isOwn(ctx) ?? sql`TRUE`})`;
  const where = and(eq(chatRooms.appId, ctx.tenant.appId), visible, matching(query));
  const [rows, [counted]] = await ctx.db.batch([
    selectRooms(ctx)
      .where(where)
      .orderBy(...order(sort))
      .limit(size)
      .offset(page * size),
    ctx.db.select({ total: count() }).from(chatRooms).where(where),
  ]);
  return { items: rows.map(toRoom), nextCursor: null, total: counted?.total ?? 0 };
}

/** The caller's role in a room, and in a DIRECT one who the other is. */
export const selectRooms = (ctx: TenantCtx) =>
  ctx.db
    .select({ room: chatRooms, member: chatMembers, peerId: peerOf(ctx) })
    .from(chatRooms)
    .leftJoin(chatMembers, and(eq(chatMembers.roomId, chatRooms.id), eq(chatMembers.userId, userOf(ctx)), eq(chatMembers.state, "MEMBER")));
export type RoomFound = Awaited<ReturnType<typeof selectRooms>>[number];

export const toRoom = ({ room, member, peerId }: RoomFound): ChatRoom => roomRowView(room, { role: member?.role ?? null, peerId });

/** What of a query every list of rooms understands. */
export const matching = ({ q, type }: Pick<RoomQuery, "q" | "type">): SQL | undefined =>
  and(type === undefined ? undefined : eq(chatRooms.type, type), q ? sql`instr(lower(${chatRooms.name}), lower(${q})) > 0` : undefined);

/** Nobody has this id: a server is a member of nothing. */
const userOf = ({ actor }: TenantCtx): string => (actor.kind === "user" ? actor.userId : "");

const peerOf = (ctx: TenantCtx): SQL<string | null> => sql<
  string | null
>`CASE WHEN ${chatRooms.type} = 'DIRECT' AND ${chatMembers.userId} IS NOT NULL THEN (
  SELECT peer.user_id FROM chat_members AS peer WHERE peer.room_id = ${chatRooms.id} AND peer.user_id <> ${userOf(ctx)} LIMIT 1) END`;

/** Whether a room is one of the caller's. Undefined: the tenant's server sees them all. */
export const isOwn = (ctx: TenantCtx): SQL | undefined =>
  ctx.actor.kind !== "user"
    ? undefined
    : sql`${chatRooms.id} IN (SELECT own.room_id FROM chat_members AS own
        WHERE own.user_id = ${ctx.actor.userId} AND own.app_id = ${ctx.tenant.appId} AND own.state = 'MEMBER')`;

const fields: Record<(typeof roomSortFields)[number], SQL> = {
  createdAt: sql`${chatRooms.createdAt}`,
  name: sql`${chatRooms.name} COLLATE NOCASE`,
  memberCount: sql`${chatRooms.memberCount}`,
  // A room in which nothing was said stands where it was made.
  lastMessageAt: sql`ifnull(${chatRooms.lastMessageAt}, ${chatRooms.createdAt})`,
};

/** By the field, then by id, so that no two pages show the same room. */
export function order(sort: string): SQL[] {
  const [field, direction] = sort.split(",");
  const way = direction === "desc" ? desc : asc;
  return [way(fields[field as keyof typeof fields]), way(chatRooms.id)];
}
