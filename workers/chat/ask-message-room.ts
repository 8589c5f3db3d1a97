import { and, desc, eq, exists, type SQL } from "drizzle-orm";
import type { ChatRoomCalls } from "../../contracts/chat-room.ts";
import type { Outcome } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { machineIn } from "../../contracts/snowflake.ts";
import { AppError } from "../platform/app-error.ts";
import { granted } from "../platform/call-object.ts";
import type { TenantCtx } from "../platform/context.ts";
import { tryRoom } from "./ask-room.ts";
import { chatMembers, chatRooms, messages } from "./tables.ts";

/**
 * Asks the room of a message that is known by its id alone. Those come into question that D1 knows to have it, and those whose ids are made with the same
 * ten bits: of the caller's own rooms mostly none but the one. Each says itself whether it has the message, so that one which D1 has not heard of yet
 * is found, too. MESSAGE_NOT_FOUND if none has it, and what the room refuses.
 */
export async function askMessageRoom<Value extends object>(
  ctx: TenantCtx,
  id: string,
  ask: (room: ChatRoomCalls) => Promise<Outcome<Value>>,
): Promise<{ ok: true } & Value> {
  for (const roomId of await roomsInQuestion(ctx, id)) {
    const answer = await tryRoom(ctx, roomId, ask);
    if (answer.ok || !passedOver.includes(answer.code)) return granted(answer);
  }
  throw new AppError("MESSAGE_NOT_FOUND");
}

/** What a room answers that does not have the message, or that the caller has left. */
const passedOver: readonly string[] = ["MESSAGE_NOT_FOUND", "ROOM_NOT_FOUND", "NOT_A_MEMBER"];

async function roomsInQuestion(ctx: TenantCtx, id: string): Promise<string[]> {
  const machine = machineIn(id);
  if (machine === null) return [];
  const { appId } = ctx.tenant;
  const [known, possible] = await ctx.db.batch([
    ctx.db
      .select({ roomId: messages.roomId })
      .from(messages)
      .where(and(eq(messages.id, id), eq(messages.appId, appId), isOwn(ctx, messages.roomId)))
      .limit(limits.roomsAskedPerMessageMax),
    ctx.db
      .select({ roomId: chatRooms.id })
      .from(chatRooms)
      .where(and(eq(chatRooms.appId, appId), eq(chatRooms.machine, machine), isOwn(ctx, chatRooms.id)))
      .orderBy(desc(chatRooms.lastMessageAt))
      .limit(limits.roomsAskedPerMessageMax),
  ]);
  return [...new Set([...known, ...possible].map(({ roomId }) => roomId))];
}

/** Whether a room is one of the caller's; for the tenant's server all are. */
const isOwn = ({ db, actor }: TenantCtx, roomId: typeof messages.roomId | typeof chatRooms.id): SQL | undefined =>
  actor.kind !== "user"
    ? undefined
    : exists(
        db
          .select({ one: chatMembers.roomId })
          .from(chatMembers)
          .where(and(eq(chatMembers.roomId, roomId), eq(chatMembers.userId, actor.userId), eq(chatMembers.state, "MEMBER"))),
      );
