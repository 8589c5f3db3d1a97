import type { EventType, MarqueeEvent } from "../../../contracts/events.ts";
import { limits } from "../../../contracts/limits.ts";
import { seatMapOf } from "../../catalog/seat-map-of.ts";
import { callObject, granted } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import { seatsBackNews } from "./news-of.ts";
import { findRooms, type ShowtimeRoom } from "./read.ts";
import { sayInRoom } from "./say-in-room.ts";

type EventOf<Type extends EventType> = Extract<MarqueeEvent, { type: Type }>;
type FreeingEvent = EventOf<"booking.confirmed"> | EventOf<"booking.updated"> | EventOf<"booking.cancelled">;

const stretchMs = limits.seatNewsMinutes * 60_000;

/**
 * On events that may have freed seats: tells the showtime's room that seats are back, and how many are free at this moment. Only where few are, for
 * otherwise it is no news; never more than once in a stretch of `limits.seatNewsMinutes`; not what the waitlist has taken, for that is not free; and not
 * of a showtime that sells nothing any more. Throws if the showtime or its room could not be reached.
 */
export async function tellSeatsBack(ctx: Ctx, events: readonly FreeingEvent[]): Promise<void> {
  const freed = events.flatMap(whereFreed);
  if (freed.length === 0) return;
  const rooms = await findRooms(
    ctx.db,
    freed.map(({ showtimeId }) => showtimeId),
  );
  for (const room of rooms.values()) {
    const stretches = new Set(freed.filter(({ showtimeId }) => showtimeId === room.showtimeId).map(({ at }) => Math.floor(at / stretchMs)));
    const free = await freeSeatsOf(ctx, room);
    if (free === 0 || free > limits.seatNewsFreeMax) continue;
    for (const stretch of stretches) await sayInRoom(ctx, room, { clientId: `seats-back:${stretch}`, content: seatsBackNews(free) });
  }
}

/** The showtimes whose seats this event freed, and when. A cancelled showtime frees seats that nobody can have, money that goes back frees none. */
function whereFreed(event: FreeingEvent): { showtimeId: string; at: number }[] {
  const { at, booking } = event;
  if (event.type === "booking.confirmed") return event.from === undefined ? [] : [{ showtimeId: event.from.showtimeId, at }];
  if (event.type === "booking.cancelled" && event.cause === "SHOWTIME_CANCELLED") return [];
  if (event.type === "booking.updated" && event.cause === "REFUNDED") return [];
  return [{ showtimeId: booking.showtimeId, at }];
}

async function freeSeatsOf(ctx: Ctx, { appId, showtimeId }: ShowtimeRoom): Promise<number> {
  const { pressure } = granted(await callObject(() => seatMapOf(ctx.env, appId, showtimeId).pressure(), { idempotent: true }));
  return pressure.closed ? 0 : pressure.freeSeats;
}
