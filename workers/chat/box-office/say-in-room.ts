import { AppError } from "../../platform/app-error.ts";
import { callObject } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import { roomIdOf } from "../../platform/ids.ts";
import { chatRoomOf } from "../room-of.ts";
import { foundRoom } from "./found-room.ts";
import type { ShowtimeRoom } from "./read.ts";

/**
 * Says something in a showtime's room in the platform's name, once for each `clientId`, however often it is asked. In a room that its owner has archived
 * nothing is said any more. Throws if the room could not be reached, or is told too much at a time.
 */
export async function sayInRoom(ctx: Ctx, room: ShowtimeRoom, message: { clientId: string; content: string }): Promise<void> {
  const { appId, showtimeId, admittedAt } = room;
  // Its row is older than the room itself.
  if (admittedAt === null) await foundRoom(ctx, room);
  const said = await callObject(
    () => chatRoomOf(ctx.env, appId, roomIdOf(showtimeId)).send({ by: { kind: "server" }, kind: "SYSTEM", ...message }),
    { idempotent: true },
  );
  if (said.ok) return;
  if (said.code !== "ROOM_ARCHIVED") throw new AppError(said.code, said.details);
  ctx.log.info("an archived room was told nothing", { showtime: showtimeId });
}
