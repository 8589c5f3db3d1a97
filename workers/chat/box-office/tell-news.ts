import type { Ctx } from "../../platform/context.ts";
import { type NewsEvent, newsOf } from "./news-of.ts";
import { findRooms } from "./read.ts";
import { renameMovedRoom } from "./rename-moved-room.ts";
import { sayInRoom } from "./say-in-room.ts";

/** On `showtime.cancelled`, `showtime.rescheduled` and `doors.opened`: tells the showtime's room, if it has one. Each event is one message for ever. */
export async function tellNews(ctx: Ctx, events: readonly NewsEvent[]): Promise<void> {
  const rooms = await findRooms(
    ctx.db,
    events.map(({ source }) => source.showtimeId),
  );
  for (const event of events) {
    const room = rooms.get(event.source.showtimeId);
    if (room === undefined) continue;
    await sayInRoom(ctx, room, { clientId: event.id, content: newsOf(event, room.timeZone) });
    if (event.type === "showtime.rescheduled") await renameMovedRoom(ctx, room, event.beforeMs);
  }
}
