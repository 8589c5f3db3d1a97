import type { QueuePlace } from "../../../contracts/waiting-room.ts";
import { callObject, granted } from "../../platform/call-object.ts";
import type { UserCtx } from "../../platform/context.ts";
import { getRoomTerms, waitingRoomOf } from "./room-of.ts";

/**
 * Takes a place in the waiting room of a showtime, or tells the one that this person has; ADMITTED with the pass when it is their turn. Throws
 * SHOWTIME_NOT_FOUND, WAITING_ROOM_NOT_FOUND, OVERLOADED if no more people fit in.
 */
export async function joinWaitingRoom(ctx: UserCtx, showtimeId: string): Promise<QueuePlace> {
  const terms = await getRoomTerms(ctx, showtimeId);
  const { userId } = ctx.actor;
  return granted(await callObject(() => waitingRoomOf(ctx.env, terms).join({ userId, terms }), { idempotent: true })).place;
}
