import type { Reservation } from "../../contracts/bookings.ts";
import type { MarqueeEvent, RefundLine } from "../../contracts/events.ts";
import type { WebhookEventType } from "../../contracts/webhooks.ts";
import type { Found, Wanted } from "./found.ts";
import { messageIdOf } from "./message-of.ts";

/** A message that an event is worth. `ids`: what is left of it where the whole is too large. `data`: what it says, once what it wants is found. */
export interface Telling {
  appId: string;
  type: WebhookEventType;
  messageId: string;
  at: number;
  ids: Record<string, string>;
  wanted: Wanted;
  data(found: Found): object;
}
type Content = Pick<Telling, "ids"> & Partial<Pick<Telling, "wanted">> & Pick<Telling, "data">;
type Of<Type extends MarqueeEvent["type"]> = Extract<MarqueeEvent, { type: Type }>;

const iso = (ms: number): string => new Date(ms).toISOString();

/** The messages of an event: of most one, of some none. The same event makes the same messages under the same ids. */
export function tellingsOf(event: MarqueeEvent): Telling[] {
  const named = (messageId: string, type: WebhookEventType, content: Content): Telling => ({
    appId: event.appId,
    type,
    messageId,
    at: event.at,
    wanted: {},
    ...content,
  });
  const tell = (type: WebhookEventType, content: Content, ...parts: string[]): Telling =>
    named(messageIdOf(event.id, ...parts), type, content);
  switch (event.type) {
    case "reservation.created":
    case "reservation.released":
      return [tell(event.type, reservation(event))];
    case "reservation.lapsed":
      return [tell("reservation.expired", reservation(event))];
    case "booking.confirmed":
    case "booking.updated":
    case "booking.cancelled": {
      const told = tell(event.type, booking(event));
      const soldOut = "soldOut" in event && event.soldOut === true;
      return soldOut ? [told, tell("showtime.sold_out", show(event.source.showtimeId), "sold_out")] : [told];
    }
    case "payment.succeeded":
    case "payment.failed":
      // Whoever waits for a payment may be told of it more than once, and of a failure before a success under the same id.
      return [named(messageIdOf(event.paymentId, event.type), event.type, payment(event.paymentId))];
    case "payment.refunded":
      return [tell(event.type, payment(event.paymentId, event.refundId))];
    case "order.paid":
    case "order.shipped":
    case "order.delivered":
    case "order.cancelled":
    case "order.refunded":
      return [tell(event.type, order(event))];
    case "waitlist.offered": {
      const { entry, reservation: offered } = event;
      const ids = { waitlistId: entry.id, showtimeId: entry.showtimeId, userId: entry.userId };
      return [tell(event.type, { ids, data: () => ({ entry, reservation: offered }) })];
    }
    case "ticket.checked_in":
      return event.tickets.map((each) => tell(event.type, ticket(event, each), each.ticketId));
    case "showtime.rescheduled": {
      const { startsAtMs, beforeMs } = event;
      return [tell(event.type, show(event.source.showtimeId, { startsAt: iso(startsAtMs), before: iso(beforeMs) }))];
    }
    case "showtime.cancelled":
      return [tell(event.type, show(event.source.showtimeId, { reason: event.reason }))];
    default:
      return [];
  }
}

const statusOf = {
  "reservation.created": "ACTIVE",
  "reservation.released": "RELEASED",
  "reservation.lapsed": "EXPIRED",
} as const satisfies Record<string, Reservation["status"]>;

/** As it was when that happened, whatever has become of it since. */
function reservation({ type, reservation: held }: Of<"reservation.created" | "reservation.released" | "reservation.lapsed">): Content {
  const { reservationToken, showtimeId, userId, expiresAtMs, createdAtMs, ...rest } = held;
  const data = (found: Found): { reservation: Reservation } => {
    const { pricing = null, exchanges = null, waitlistId = null } = found.reservation(reservationToken) ?? {};
    const times = { expiresAt: iso(expiresAtMs), createdAt: iso(createdAtMs) };
    const terms = { pricing, exchanges, waitlistId, bookingId: null };
    return { reservation: { reservationToken, status: statusOf[type], userId, showtimeId, ...rest, ...terms, ...times } };
  };
  return { ids: { reservationToken, showtimeId, userId }, wanted: { reservation: reservationToken }, data };
}

function booking(event: Of<"booking.confirmed" | "booking.updated" | "booking.cancelled">): Content {
  const { bookingId, showtimeId, userId } = event.booking;
  const refunds = (event.refunds ?? []).map(({ id, paymentId, amount, reason }: RefundLine) => ({ id, paymentId, amount, reason }));
  const data = { booking: event.booking, ...(event.type === "booking.confirmed" ? {} : { cause: event.cause }), refunds };
  return { ids: { bookingId, showtimeId, userId }, data: () => data };
}

function payment(paymentId: string, refundId?: string): Content {
  const refund = (found: Found) => (refundId === undefined ? {} : { refund: found.refund(refundId) });
  return {
    ids: { paymentId, ...(refundId !== undefined && { refundId }) },
    wanted: { payment: paymentId, ...(refundId !== undefined && { refund: refundId }) },
    data: (found) => ({ payment: found.payment(paymentId), ...refund(found) }),
  };
}

const order = ({ orderId, userId }: Extract<MarqueeEvent, { wasPaid: boolean }>): Content => ({
  ids: { orderId, userId },
  wanted: { order: orderId },
  data: (found) => ({ order: found.order(orderId) }),
});

const show = (showtimeId: string, more: object = {}): Content => ({
  ids: { showtimeId },
  wanted: { show: showtimeId },
  data: (found) => ({ showtimeId, show: found.show(showtimeId), ...more }),
});

function ticket({ source: { showtimeId } }: Of<"ticket.checked_in">, one: Of<"ticket.checked_in">["tickets"][number]): Content {
  const { ticketId: id, bookingId, userId, seatId, gate } = one;
  const at = iso(one.at);
  const shown = { id, bookingId, showtimeId, status: "USED", checkedInAt: at };
  return {
    ids: { ticketId: id, bookingId, showtimeId, userId },
    wanted: { booking: bookingId },
    data: (found) => {
      const { seats = [], cancelledSeats = [] } = found.booking(bookingId) ?? {};
      const seat = [...seats, ...cancelledSeats].find((each) => each.id === seatId) ?? null;
      return { ticket: { ...shown, seat }, entry: { at, gate }, userId };
    },
  };
}
