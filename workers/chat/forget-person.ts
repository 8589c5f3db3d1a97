import { and, asc, eq, gt, gte, isNull, sql } from "drizzle-orm";
import type { ArchiveMessage, ForgetPage } from "../../contracts/chat-archive.ts";
import { limits } from "../../contracts/limits.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { messageSearchOf } from "./message-search-of.ts";
import { chatRoomOf } from "./room-of.ts";
import { chatMembers, messages } from "./tables.ts";

/** By then D1 has heard of every room that somebody is in, and the last message they sent before their sessions ended. */
const againAfterSeconds = 60;

/**
 * Has the rooms of a person forget what they wrote: the first of them now, all of them again in a minute through the queue, page by page, for whatever was
 * under way. Then D1 forgets what rooms keep no more. Throws if a room does not answer: then nothing of the person is erased yet, and it is asked for again.
 */
export async function forgetPerson(ctx: Ctx, userId: string): Promise<void> {
  await eraseIn(ctx, userId, await roomsOf(ctx, userId, null));
  const page: ArchiveMessage = { type: "chat.forget", userId, after: null, sentFrom: null };
  await ctx.env.CHAT_MESSAGES.send(page, { delaySeconds: againAfterSeconds });
}

/** A page of it. After the last room come the messages that D1 alone has. */
export async function forgetPage(ctx: Ctx, { userId, after, sentFrom }: ForgetPage): Promise<void> {
  if (sentFrom !== null) return forgetArchived(ctx, { userId, after, sentFrom });
  const rooms = await roomsOf(ctx, userId, after);
  await eraseIn(ctx, userId, rooms);
  const last = rooms.at(-1);
  if (last !== undefined && rooms.length === limits.roomsForgottenPerPage) await nextPage(ctx, { userId, after: last.roomId, sentFrom });
  else await forgetArchived(ctx, { userId, after, sentFrom: 0 });
}

const nextPage = (ctx: Ctx, page: Omit<ForgetPage, "type">) =>
  ctx.env.CHAT_MESSAGES.send({ type: "chat.forget", ...page } satisfies ArchiveMessage);

/** Every room that somebody is, was or may not be in. */
const roomsOf = (ctx: Ctx, userId: string, after: string | null) =>
  ctx.db
    .select({ roomId: chatMembers.roomId, appId: chatMembers.appId })
    .from(chatMembers)
    .where(and(eq(chatMembers.userId, userId), after === null ? undefined : gt(chatMembers.roomId, after)))
    .orderBy(asc(chatMembers.roomId))
    .limit(limits.roomsForgottenPerPage);

async function eraseIn(ctx: Ctx, userId: string, rooms: readonly { roomId: string; appId: string }[]): Promise<void> {
  await Promise.all(
    rooms.map(({ roomId, appId }) => callObject(() => chatRoomOf(ctx.env, appId, roomId).erasePerson({ userId }), { idempotent: true })),
  );
}

/**
 * Makes tombstones of the next few messages that D1 has of somebody, also of those that their rooms do not keep any more, and takes them out of the search
 * index first: a message that D1 has still is found by whoever does this again.
 */
async function forgetArchived(ctx: Ctx, { userId, after, sentFrom }: Omit<ForgetPage, "type"> & { sentFrom: number }): Promise<void> {
  const found = await ctx.db
    .select({ roomId: messages.roomId, seq: messages.seq, appId: messages.appId, version: messages.version, sentAt: messages.sentAt })
    .from(messages)
    .where(and(eq(messages.senderId, userId), gte(messages.sentAt, sentFrom), isNull(messages.deletedAt), eq(messages.kind, "TEXT")))
    .orderBy(asc(messages.sentAt))
    .limit(limits.messagesForgottenPerPage);
  for (const [appId, ofApp] of Map.groupBy(found, (message) => message.appId)) {
    const rows = ofApp.map(({ roomId, seq, version, sentAt }) => ({ roomId, seq, version, sentAt, content: "" }));
    await callObject(() => messageSearchOf(ctx.env, appId).index(rows), { idempotent: true });
  }
  const places = JSON.stringify(found.map(({ roomId, seq }) => [roomId, seq]));
  if (found.length > 0) {
    await ctx.db
      .update(messages)
      .set({ content: "", mentions: [], deletedAt: ctx.now() })
      .where(sql`(${messages.roomId}, ${messages.seq}) IN (SELECT value ->> 0, value ->> 1 FROM json_each(${places}))`);
  }
  const last = found.at(-1);
  if (last !== undefined && found.length === limits.messagesForgottenPerPage) await nextPage(ctx, { userId, after, sentFrom: last.sentAt });
}
