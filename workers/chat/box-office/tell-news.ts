import type { Ctx } from "../../platform/context.ts";
import { type NewsEvent, newsOf } from "./news-of.ts";
import { findRooms } from "./read.ts";
import { renameMovedRoom } from "./rename-moved-room.ts";
import { sayInRoom } from "./say-in-room.ts";

/**
 * On `showtime.cancelled`, `showtime.rescheduled` and the first ticket that is let in: tells the showtime's room, if it has one. Each event is one message for
 * ever.
 */
export async function tellNews(ctx: Ctx, all: readonly NewsEvent[]): Promise<void> {
  // A door lets thousands in, and only the first of them is news.
  const events = all.filter((event) => event.type !== "ticket.checked_in" || event.first);
  if (events.length === 0) return;
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
