import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { ArchiveMessage, RebuildPage, ReindexPage } from "../../contracts/chat-archive.ts";
import { limits } from "../../contracts/limits.ts";
import { machineOf } from "../../contracts/snowflake.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRow } from "../platform/audit.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { AdminCtx, Ctx } from "../platform/context.ts";
import { messageSearchOf } from "./message-search-of.ts";
import { chatRoomOf } from "./room-of.ts";
import { searchRow } from "./search-row.ts";
import { chatRooms, messages } from "./tables.ts";

interface Which {
  appId?: string | undefined;
  roomId?: string | undefined;
}

/**
 * Has rooms tell D1 everything anew, and the search index made anew from that: one room, the rooms of an app, or all. Nothing is deleted first, so that
 * lists and searches go on meanwhile; it runs in the background, page by page through the queue. Again: the same. A room that D1 has forgotten must be named
 * with its app. ROOM_NOT_FOUND for a room without its app that D1 does not know.
 */
export async function rebuildArchive(ctx: AdminCtx, { appId, roomId }: Which): Promise<{ appId: string | null; roomId: string | null }> {
  const scope = { appId: appId ?? (roomId === undefined ? null : await appOf(ctx, roomId)), roomId: roomId ?? null };
  await auditRow(ctx, { action: "chat.rebuilt", subject: roomId ?? appId ?? "all", ...(scope.appId !== null && { appId: scope.appId }) });
  await ctx.env.CHAT_MESSAGES.send({ type: "chat.rebuild", ...scope, after: null } satisfies ArchiveMessage);
  return scope;
}

async function appOf(ctx: Ctx, roomId: string): Promise<string> {
  const row = await ctx.db.select({ appId: chatRooms.appId }).from(chatRooms).where(eq(chatRooms.id, roomId)).get();
  if (row === undefined) throw new AppError("ROOM_NOT_FOUND");
  return row.appId;
}

/** A page of a rebuild: its rooms begin to tell, each gets a first page of its index, and the rest comes as the next page. */
export async function rebuildPage(ctx: Ctx, { appId, roomId, after }: RebuildPage): Promise<void> {
  const rooms = appId !== null && roomId !== null ? [{ appId, id: roomId }] : await roomsAfter(ctx, { appId, after });
  await Promise.all(rooms.map((room) => retell(ctx, room)));
  const pages: ArchiveMessage[] = rooms.map((room) => ({ type: "chat.reindex", appId: room.appId, roomId: room.id, after: 0 }));
  const last = rooms.at(-1);
  if (roomId === null && last !== undefined && rooms.length === limits.roomsRetoldPerPage) {
    pages.push({ type: "chat.rebuild", appId, roomId, after: last.id });
  }
  if (pages.length > 0) await ctx.env.CHAT_MESSAGES.sendBatch(pages.map((body) => ({ body })));
}

const roomsAfter = (ctx: Ctx, { appId, after }: Pick<RebuildPage, "appId" | "after">) =>
  ctx.db
    .select({ id: chatRooms.id, appId: chatRooms.appId })
    .from(chatRooms)
    .where(appId === null ? gt(chatRooms.id, after ?? "") : and(eq(chatRooms.appId, appId), behind(after)))
    .orderBy(...(appId === null ? [asc(chatRooms.id)] : [asc(chatRooms.machine), asc(chatRooms.id)]))
    .limit(limits.roomsRetoldPerPage);

/** An app's rooms go in the order of their ids' machine bits, for which there is an index. */
const behind = (after: string | null) =>
  sql`(${chatRooms.machine}, ${chatRooms.id}) > (${after === null ? -1 : machineOf(after)}, ${after ?? ""})`;

async function retell(ctx: Ctx, { id, appId }: { id: string; appId: string }): Promise<void> {
  const answer = await callObject(() => chatRoomOf(ctx.env, appId, id).retell(), { idempotent: true });
  // A row of D1 without a room behind it is nothing that a room could mend.
  if (!answer.ok && answer.code === "ROOM_NOT_FOUND") ctx.log.warn("D1 knows a room that was never set up", { room: id, app: appId });
  else granted(answer);
}

/** A page of a room's messages goes into the search index as D1 has them; whatever else the index had there goes. */
export async function reindexPage(ctx: Ctx, { appId, roomId, after }: ReindexPage): Promise<void> {
  const found = await ctx.db
    .select()
    .from(messages)
    .where(and(eq(messages.roomId, roomId), gt(messages.seq, after), eq(messages.appId, appId)))
    .orderBy(asc(messages.seq))
    .limit(limits.messagesReindexedPerPage);
  const isLast = found.length < limits.messagesReindexedPerPage;
  const upTo = found.at(-1)?.seq ?? after;
  const rows = found.map((message) => searchRow(roomId, message));
  await callObject(() => messageSearchOf(ctx.env, appId).indexRange({ roomId, after, upTo, rows }), { idempotent: true });
  if (!isLast) await ctx.env.CHAT_MESSAGES.send({ type: "chat.reindex", appId, roomId, after: upTo } satisfies ArchiveMessage);
}
