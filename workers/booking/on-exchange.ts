import { and, eq } from "drizzle-orm";
import type { MarqueeEvent } from "../../contracts/events.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { showtimeOf } from "../platform/ids.ts";
import { depart, letGo } from "./exchange-steps.ts";
import { bookings } from "./tables.ts";

type EventOf<Type extends MarqueeEvent["type"]> = Extract<MarqueeEvent, { type: Type }>;

/** On `booking.confirmed`: ends the booking of another showtime that this one was exchanged for, if whoever confirmed it did not come to that. */
export async function departExchanged(ctx: Ctx, events: readonly EventOf<"booking.confirmed">[]): Promise<void> {
  for (const { appId, booking, from } of events) {
    if (from === undefined) continue;
    const { bookingId: exchangedTo, reservationToken: token } = booking;
    await depart(ctx, appId, { ...from, token, exchangedTo });
  }
}

/**
 * On `exchange.stalled`: asks the other showtime what became of the seats that a pinned booking was to be exchanged for. Booked: the exchange is
 * completed. Over: the booking is let go. Still held: nothing, and the event comes again.
 */
export async function settleStalledExchanges(ctx: Ctx, events: readonly EventOf<"exchange.stalled">[]): Promise<void> {
  for (const { appId, source, bookingId, token } of events) {
    const pinned = { bookingId, showtimeId: source.showtimeId, token };
    const to = showtimeOf(token);
    if (to === null) throw new Error(`the exchange of ${bookingId} leads nowhere`);
    const found = await callObject(() => seatMapOf(ctx.env, appId, to).bookingOf(token), { idempotent: true });
    if (found.ok && found.booking !== null) await depart(ctx, appId, { ...pinned, exchangedTo: found.booking.bookingId });
    else if (!found.ok || found.status !== "ACTIVE") await letGo(ctx, appId, pinned);
  }
}

/** On `reservation.expired`: lets go of the booking of another showtime that the lapsed seats were to be exchanged for, before its pin runs out. */
export async function letGoOfLapsed(ctx: Ctx, events: readonly EventOf<"reservation.expired">[]): Promise<void> {
  for (const { appId, reservation } of events) {
    const { exchanges: bookingId, showtimeId, reservationToken: token } = reservation;
    if (bookingId === null) continue;
    const own = and(eq(bookings.id, bookingId), eq(bookings.appId, appId));
    const booking = await ctx.db.select({ showtimeId: bookings.showtimeId }).from(bookings).where(own).get();
    if (booking !== undefined && booking.showtimeId !== showtimeId) {
      await letGo(ctx, appId, { bookingId, showtimeId: booking.showtimeId, token });
    }
  }
}
