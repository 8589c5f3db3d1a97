import type { EventType, MarqueeEvent } from "../../../contracts/events.ts";
import type { Ctx } from "../../platform/context.ts";
import { findRooms } from "./read.ts";
import { settleMembers } from "./settle-members.ts";

type EventOf<Type extends EventType> = Extract<MarqueeEvent, { type: Type }>;
type TicketEvent = EventOf<"booking.confirmed"> | EventOf<"booking.cancelled">;

/**
 * On `booking.confirmed` and `booking.cancelled`: the rooms of the showtimes follow the tickets. An event only says whose tickets to look at, so events
 * may come late, twice and in any order. Runs after `departExchanged`, so that a booking which was exchanged for another showtime's has ended.
 */
export async function followTickets(ctx: Ctx, events: readonly TicketEvent[]): Promise<void> {
  const concerned = concernedBy(events);
  const rooms = await findRooms(ctx.db, [...concerned.keys()]);
  for (const [showtimeId, room] of rooms) await settleMembers(ctx, room, concerned.get(showtimeId) ?? new Map());
}

/** By showtime: whose tickets there changed, and when last. */
function concernedBy(events: readonly TicketEvent[]): Map<string, Map<string, number>> {
  const concerned = new Map<string, Map<string, number>>();
  const note = (showtimeId: string, userId: string, at: number) => {
    const people = concerned.get(showtimeId) ?? new Map<string, number>();
    people.set(userId, Math.max(at, people.get(userId) ?? 0));
    concerned.set(showtimeId, people);
  };
  for (const event of events) {
    const { userId, showtimeId } = event.booking;
    note(showtimeId, userId, event.at);
    if (event.type === "booking.confirmed" && event.from !== undefined) note(event.from.showtimeId, userId, event.at);
  }
  return concerned;
}
