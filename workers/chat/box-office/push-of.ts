import type { EventType, MarqueeEvent, RefundLine } from "../../../contracts/events.ts";
import type { BoxOfficePush } from "../../../contracts/pushes.ts";

type EventOf<Type extends EventType> = Extract<MarqueeEvent, { type: Type }>;
export type PushedEvent = EventOf<BoxOfficePush["type"]>;

/** Whom an event concerns, and what they are pushed of it. */
export function pushOf(event: PushedEvent): { userId: string; push: BoxOfficePush } {
  const { id, appId } = event;
  const common = { id, appId, at: new Date(event.at).toISOString() };
  if (event.type === "waitlist.offered") {
    const { entry, reservation } = event;
    const { id: waitlistId, showtimeId, userId } = entry;
    const data = { waitlistId, showtimeId, seats: reservation.seats.length, expiresAt: reservation.expiresAt };
    return { userId, push: { ...common, type: event.type, data } };
  }
  const { bookingId, showtimeId, userId, seats, amount, currency } = event.booking;
  const booking = { bookingId, showtimeId, seats: seats.length };
  switch (event.type) {
    case "booking.confirmed": {
      const fromBookingId = event.from?.bookingId ?? null;
      return { userId, push: { ...common, type: event.type, data: { ...booking, amount, currency, fromBookingId } } };
    }
    case "booking.updated":
      return { userId, push: { ...common, type: event.type, data: { ...booking, refund: refundOf(event.refunds, currency) } } };
    case "booking.cancelled": {
      const { cause, refunds } = event;
      return { userId, push: { ...common, type: event.type, data: { ...booking, cause, refund: refundOf(refunds, currency) } } };
    }
  }
}

function refundOf(lines: readonly RefundLine[], currency: string): { amount: number; currency: string } | null {
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  return amount === 0 ? null : { amount, currency };
}
