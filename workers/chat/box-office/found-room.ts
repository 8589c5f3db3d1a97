import type { ChatRoom } from "../../../contracts/chat.ts";
import type { RoomPerson } from "../../../contracts/chat-room.ts";
import { callObject, granted } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import { roomIdOf } from "../../platform/ids.ts";
import { chatRoomOf } from "../room-of.ts";
import { noteTold } from "./note-told.ts";
import { type ShowtimeRoom, usernamesOf } from "./read.ts";
import { roomNameOf } from "./room-name-of.ts";

/** Sets the room of a showtime up, with nobody in it but its owner; `created` false if it was there already: then nothing changes. */
export async function foundRoom(ctx: Ctx, room: ShowtimeRoom): Promise<{ room: ChatRoom; created: boolean }> {
  const { appId, showtimeId, ownerId } = room;
  const owner = ownerId === null ? null : await ownerOf(ctx, ownerId);
  const roomId = roomIdOf(showtimeId);
  const made = granted(
    await callObject(
      () =>
        chatRoomOf(ctx.env, appId, roomId).create({
          roomId,
          appId,
          name: roomNameOf(room),
          description: "For everybody who has a ticket.",
          type: "GROUP",
          visibility: "PRIVATE",
          metadata: {},
          showtimeId,
          ownerId: owner?.userId ?? null,
          members: owner === null ? [] : [owner],
        }),
      { idempotent: true },
    ),
  );
  await noteTold(ctx, [made.told]);
  return { room: made.room, created: made.created };
}

async function ownerOf(ctx: Ctx, userId: string): Promise<RoomPerson | null> {
  const username = (await usernamesOf(ctx.db, [userId])).get(userId);
  return username === undefined ? null : { userId, username };
}
