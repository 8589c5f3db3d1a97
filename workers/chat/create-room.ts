import type { ChatRoom, CreateRoom } from "../../contracts/chat.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { askRoom } from "./ask-room.ts";
import { openDirect } from "./open-direct.ts";
import { getPeople } from "./people.ts";
import { pushTo } from "./push-to.ts";
import { recordTold } from "./record-told.ts";
import { requireRoomLimit } from "./require-room-limit.ts";

/**
 * Makes a room of which the caller is the owner; one that the tenant's server makes has none. A DIRECT one is that of the pair, which may be there already:
 * then `created` is false. USER_NOT_FOUND (one of `memberIds`), ROOM_LIMIT_REACHED, VALIDATION_FAILED for a DIRECT room with oneself or of a server.
 */
export async function createRoom(ctx: TenantCtx, body: CreateRoom): Promise<{ room: ChatRoom; created: boolean }> {
  const { actor, tenant } = ctx;
  const { memberIds, ...rest } = body;
  if (body.type === "DIRECT") return direct(ctx, body);
  const ownerId = actor.kind === "user" ? actor.userId : null;
  const members = await getPeople(ctx, ownerId === null ? memberIds : [ownerId, ...memberIds]);
  if (ownerId !== null) await requireRoomLimit(ctx, ownerId);
  const roomId = newId("room", ctx.now());
  const made = await askRoom(ctx, roomId, (room) =>
    room.create({ ...rest, roomId, appId: tenant.appId, showtimeId: null, ownerId, members }),
  );
  await recordTold(ctx, made, { action: "chat-room.created", subject: roomId, after: { ...rest, members: members.length } });
  const added = { id: `added_${roomId}`, type: "chat.added", appId: tenant.appId, data: { roomId, by: ownerId } };
  await pushTo(
    ctx,
    members.filter(({ userId }) => userId !== ownerId).map(({ userId }) => ({ userId, ...added })),
  );
  return { room: made.room, created: true };
}

async function direct(ctx: TenantCtx, { memberIds: [userId], name, description, metadata }: CreateRoom) {
  const { actor } = ctx;
  const invalid = (path: string, message: string) => new AppError("VALIDATION_FAILED", { issues: [{ path, message }] });
  if (actor.kind !== "user" || userId === undefined) throw invalid("type", "a server has no direct rooms");
  if (userId === actor.userId) throw invalid("memberIds", "is oneself");
  return openDirect({ ...ctx, actor }, { userId, name, description, metadata });
}
