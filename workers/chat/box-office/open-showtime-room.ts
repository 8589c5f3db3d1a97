import { sql } from "drizzle-orm";
import type { ChatRoom } from "../../../contracts/chat.ts";
import { getManagedShowtime } from "../../catalog/managed-showtime.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRowIfChanged } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { roomIdOf } from "../../platform/ids.ts";
import { askForAdmission } from "./ask-for-admission.ts";
import { foundRoom } from "./found-room.ts";
import { findRooms } from "./read.ts";
import { boxOfficeRooms } from "./tables.ts";

/**
 * Gives a showtime the room where its ticket holders meet. Whoever has a ticket is let in by and by, and from now on the room follows the tickets. Again:
 * the same room, `created` false. Its row is written first, with the audit row, and the sweep completes what a crash cut off. Throws SHOWTIME_NOT_FOUND,
 * FORBIDDEN; SHOWTIME_CANCELLED for one that has no room and takes place no more; DEPENDENCY_UNAVAILABLE if the room could not be reached.
 */
export async function openShowtimeRoom(ctx: TenantCtx, { id }: { id: string }): Promise<{ room: ChatRoom; created: boolean }> {
  await getManagedShowtime(ctx, id);
  await ctx.db.batch([
    insertIfScheduled(ctx, id),
    auditRowIfChanged(ctx, { action: "showtime.chat-room", subject: id, after: { roomId: roomIdOf(id) } }),
  ]);
  const room = (await findRooms(ctx.db, [id])).get(id);
  if (room === undefined) throw new AppError("SHOWTIME_CANCELLED");
  const founded = await foundRoom(ctx, room);
  if (room.admittedAt === null) await askForAdmission(ctx, id);
  return founded;
}

/** Whoever makes it is its owner, once and for all; a room that the tenant's server made has none. */
const insertIfScheduled = (ctx: TenantCtx, id: string) =>
  ctx.db
    .insert(boxOfficeRooms)
    .select(
      sql`SELECT s.id, s.app_id, ${ctx.actor.kind === "user" ? ctx.actor.userId : null}, ${ctx.now()}, '', NULL
        FROM showtimes AS s WHERE s.id = ${id} AND s.app_id = ${ctx.tenant.appId} AND s.status = 'SCHEDULED'`,
    )
    .onConflictDoNothing();
