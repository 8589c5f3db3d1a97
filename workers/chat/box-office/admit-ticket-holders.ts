import { and, eq, isNull, lte } from "drizzle-orm";
import type { AdmissionMessage } from "../../../contracts/box-office.ts";
import { limits } from "../../../contracts/limits.ts";
import { seatMapOf } from "../../catalog/seat-map-of.ts";
import { callObject, granted } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import { askForAdmission } from "./ask-for-admission.ts";
import { findRooms, type ShowtimeRoom } from "./read.ts";
import { settleMembers } from "./settle-members.ts";
import { boxOfficeRooms } from "./tables.ts";

/**
 * Lets the next of those who had tickets when the room was made into it, and asks for those behind them. How far it has come stands in the room's row,
 * so a page that is repeated, or that two consumers have at a time, lets nobody in twice. `limit`: how many a page. Throws if the room or the showtime could
 * not be reached.
 */
export async function admitTicketHolders(
  ctx: Ctx,
  { showtimeId }: AdmissionMessage,
  limit: number = limits.ticketHoldersPerPage,
): Promise<void> {
  const room = (await findRooms(ctx.db, [showtimeId])).get(showtimeId);
  if (room === undefined || room.admittedAt !== null) return;
  const { userIds } = granted(
    await callObject(() => seatMapOf(ctx.env, room.appId, showtimeId).ticketHolders({ after: room.admittedTo, limit }), {
      idempotent: true,
    }),
  );
  // Nobody who has left since the room was made is brought back.
  await settleMembers(ctx, room, new Map(userIds.map((userId) => [userId, room.createdAt])));
  const isLast = userIds.length < limit;
  await noteAdmitted(ctx, room, userIds.at(-1) ?? room.admittedTo, isLast);
  if (!isLast) await askForAdmission(ctx, showtimeId);
}

const noteAdmitted = (ctx: Ctx, { showtimeId }: ShowtimeRoom, upTo: string, isLast: boolean) =>
  ctx.db
    .update(boxOfficeRooms)
    .set({ admittedTo: upTo, ...(isLast && { admittedAt: ctx.now() }) })
    .where(and(eq(boxOfficeRooms.showtimeId, showtimeId), lte(boxOfficeRooms.admittedTo, upTo), isNull(boxOfficeRooms.admittedAt)));
