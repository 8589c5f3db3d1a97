import type { ChatRoom } from "../../contracts/chat.ts";
import { AppError } from "../platform/app-error.ts";
import type { UserCtx } from "../platform/context.ts";
import { askRoom, callerOf } from "./ask-room.ts";
import { directRoomId } from "./direct-room-id.ts";
import { getPeople } from "./people.ts";
import { pushTo } from "./push-to.ts";
import { recordTold } from "./record-told.ts";
import { requireRoomLimit } from "./require-room-limit.ts";

interface Direct {
  userId: string;
  name?: string;
  description?: string;
  metadata?: Record<string, unknown>;
}

/**
 * The one room of the caller and somebody else, which is made on first use; `created` says whether it was now. Both are members of it from the beginning
 * and stay so. USER_NOT_FOUND, VALIDATION_FAILED for oneself, ROOM_LIMIT_REACHED.
 */
export async function openDirect(
  ctx: UserCtx,
  { userId, name, description, metadata }: Direct,
): Promise<{ room: ChatRoom; created: boolean }> {
  const { actor, tenant } = ctx;
  if (userId === actor.userId) throw new AppError("VALIDATION_FAILED", { issues: [{ path: "userId", message: "is oneself" }] });
  const members = await getPeople(ctx, [actor.userId, userId]);
  const roomId = await directRoomId(tenant.appId, [actor.userId, userId]);
  const room = { roomId, appId: tenant.appId, type: "DIRECT", visibility: "PRIVATE", showtimeId: null, ownerId: null, members } as const;
  await requireRoomLimit(ctx, actor.userId);
  const made = await askRoom(ctx, roomId, (object) =>
    object.create({ ...room, name: name ?? "Direct message", description: description ?? "", metadata: metadata ?? {} }),
  );
  if (made.created) {
    await recordTold(ctx, made, { action: "chat-room.created", subject: roomId });
    const data = { roomId, by: actor.userId };
    await pushTo(ctx, [{ userId, id: `added_${roomId}`, type: "chat.added", appId: tenant.appId, data }]);
  }
  return { room: (await askRoom(ctx, roomId, (object) => object.room({ by: callerOf(ctx) }))).room, created: made.created };
}
