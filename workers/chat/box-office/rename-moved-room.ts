import { AppError } from "../../platform/app-error.ts";
import { callObject } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import { roomIdOf } from "../../platform/ids.ts";
import { chatRoomOf } from "../room-of.ts";
import { noteTold } from "./note-told.ts";
import type { ShowtimeRoom } from "./read.ts";
import { roomNameOf } from "./room-name-of.ts";

/**
 * Names a showtime's room for the start that it has now, if it is still named for the one before. A name that somebody has given it stays, and so does one that
 * a later move has changed already: events may come in any order. Throws if the room could not be reached.
 */
export async function renameMovedRoom(ctx: Ctx, room: ShowtimeRoom, beforeMs: number): Promise<void> {
  const object = () => chatRoomOf(ctx.env, room.appId, roomIdOf(room.showtimeId));
  const by = { kind: "server" } as const;
  const found = await callObject(() => object().room({ by }), { idempotent: true });
  if (!found.ok) throw new AppError(found.code, found.details);
  const name = roomNameOf(room);
  if (found.room.name === name || found.room.name !== roomNameOf({ ...room, startsAtMs: beforeMs })) return;
  const renamed = await callObject(() => object().update({ by, change: { name } }), { idempotent: true });
  if (!renamed.ok) throw new AppError(renamed.code, renamed.details);
  await noteTold(ctx, [renamed.told]);
}
