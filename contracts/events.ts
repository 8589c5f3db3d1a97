import { z } from "zod";
import { Booking, Reservation } from "./bookings.ts";
import { Amount, Currency } from "./values.ts";
import { WaitlistEntry } from "./waitlist.ts";

/** What happened, as it travels from an outbox through the `events` queue. `id` is the same on every delivery of the same fact. */
const fact = { id: z.string(), appId: z.string(), at: z.number().int() };

/** Where to say that the event is recorded: the showtime's object and the entry of its log. */
const source = z.object({ showtimeId: z.string(), seq: z.number().int() });

/** Money that goes back for a booking, decided by its showtime's object in the transaction that ended what it was paid for. */
export const RefundLine = z.object({ id: z.string(), paymentId: z.string(), amount: Amount, reason: z.string(), at: z.number().int() });
export type RefundLine = z.infer<typeof RefundLine>;

/** Why money goes back for a booking, in the words that its refund carries. */
export const refundReasons = {
  BUYER: "cancelled by the buyer",
  ORGANIZER: "cancelled by the organizer",
  SHOWTIME_CANCELLED: "showtime cancelled",
  EXCHANGED: "exchanged for cheaper seats",
  ORDER_FAILED: "the order could not be completed",
} as const;

export const CancelCause = z.enum(["BUYER", "ORGANIZER", "SHOWTIME_CANCELLED", "ORDER_FAILED"]);
export type CancelCause = z.infer<typeof CancelCause>;

/** An outbox may still have events of before these fields were: what they say of them is nothing. */
const ToldBooking = Booking.extend({
  payments: Booking.shape.payments.default([]),
  refundedAmount: Amount.default(0),
  carriedAmount: Amount.default(0),
  transferredAmount: Amount.default(0),
  cancelledSeats: Booking.shape.cancelledSeats.default([]),
  exchangedFrom: Booking.shape.exchangedFrom.default(null),
  exchangedTo: Booking.shape.exchangedTo.default(null),
});
const ToldReservation = Reservation.extend({
  pricing: Reservation.shape.pricing.default(null),
  exchanges: Reservation.shape.exchanges.default(null),
  waitlistId: Reservation.shape.waitlistId.default(null),
});

export const MarqueeEvent = z.discriminatedUnion("type", [
  // `from`: the booking of another showtime that this one was exchanged for; `refunds`: what goes back because this one is cheaper.
  z.object({
    ...fact,
    type: z.literal("booking.confirmed"),
    source,
    booking: ToldBooking,
    from: z.object({ showtimeId: z.string(), bookingId: z.string() }).optional(),
    refunds: z.array(RefundLine).optional(),
    /** With it the last seat went: none is free, none is held. */
    soldOut: z.boolean().optional(),
  }),
  z.object({ ...fact, type: z.literal("reservation.expired"), source, reservation: ToldReservation }),
  // Seats were exchanged within the showtime, or money went back and no seat; `refunds` is what goes back because of it.
  z.object({
    ...fact,
    type: z.literal("booking.updated"),
    source,
    booking: ToldBooking,
    refunds: z.array(RefundLine),
    cause: z.enum(["EXCHANGED", "REFUNDED"]).default("EXCHANGED"),
    /** As of a confirmation: the exchange was for more seats than the booking had. */
    soldOut: z.boolean().optional(),
  }),
  // All of a booking's seats were cancelled, or some: then it is still CONFIRMED.
  z.object({
    ...fact,
    type: z.literal("booking.cancelled"),
    source,
    booking: ToldBooking,
    refunds: z.array(RefundLine),
    cause: CancelCause,
  }),
  z.object({ ...fact, type: z.literal("waitlist.offered"), source, entry: WaitlistEntry, reservation: ToldReservation }),
  // A booking stands pinned for an exchange that nobody has finished: somebody must ask the other showtime what became of it.
  z.object({ ...fact, type: z.literal("exchange.stalled"), source, bookingId: z.string(), userId: z.string(), token: z.string() }),
  // The whole showtime is off. Its bookings follow, each with an event of its own.
  z.object({ ...fact, type: z.literal("showtime.cancelled"), source, reason: z.string().nullable() }),
  // It begins at another time than `beforeMs`. Both in milliseconds.
  z.object({ ...fact, type: z.literal("showtime.rescheduled"), source, startsAtMs: z.number().int(), beforeMs: z.number().int() }),
  // Written with the change in D1 itself, and acknowledged by leaving its outbox: these have no `source`.
  z.object({ ...fact, type: z.literal("catalogue.changed"), kind: z.enum(["LISTING", "PRODUCT"]), subjectId: z.string() }),
  // `orderId` null: of a reservation. That one succeeded is told only where a webhook asks for it.
  z.object({ ...fact, type: z.enum(["payment.succeeded", "payment.failed"]), paymentId: z.string(), orderId: z.string().nullable() }),
  // The provider has given money back.
  z.object({ ...fact, type: z.literal("payment.refunded"), paymentId: z.string(), refundId: z.string() }),
  // Told only where a webhook asks for them. `reservation.lapsed`: any hold that ran out.
  z.object({
    ...fact,
    type: z.enum(["reservation.created", "reservation.released", "reservation.lapsed"]),
    reservation: z.object({
      reservationToken: z.string(),
      showtimeId: z.string(),
      userId: z.string(),
      seats: Reservation.shape.seats,
      price: Amount,
      currency: Currency,
      expiresAtMs: z.number().int(),
      createdAtMs: z.number().int(),
    }),
  }),
  // `orderId` has become what the type says. `amount`: what goes back with it, in minor units.
  z.object({
    ...fact,
    type: z.enum([
      "order.paid",
      "order.fulfilling",
      "order.shipped",
      "order.delivered",
      "order.cancelled",
      "order.returned",
      "order.refunded",
    ]),
    orderId: z.string(),
    userId: z.string(),
    amount: Amount.default(0),
    /** Of a cancellation: whether anything had been paid. */
    wasPaid: z.boolean().default(true),
    /** The answer to the buyer's own checkout has said so: an order of which they never heard came to nothing. */
    isKnown: z.boolean().optional(),
    /** Nobody called the order off: it follows from refunds, and of each of these the payer is mailed. */
    ofRefunds: z.boolean().optional(),
  }),
  // Of before check-ins were told themselves: the first ticket was let in.
  z.object({ ...fact, type: z.literal("doors.opened"), source }),
  // Tickets were let in, for the first time each. `first`: nobody was inside before them.
  z.object({
    ...fact,
    type: z.literal("ticket.checked_in"),
    source,
    first: z.boolean(),
    tickets: z.array(
      z.object({
        ticketId: z.string(),
        bookingId: z.string(),
        userId: z.string(),
        seatId: z.string(),
        gate: z.string().nullable(),
        at: z.number().int(),
      }),
    ),
  }),
]);
export type MarqueeEvent = z.infer<typeof MarqueeEvent>;
export type EventType = MarqueeEvent["type"];
/** What a showtime's object tells; the others come from D1's outbox. */
export type LedgerEvent = Extract<MarqueeEvent, { source: unknown }>;

/** A page of a job's run to do: when the run is past it, the message has come twice. */
export const JobMessage = z.object({ runId: z.string(), page: z.number().int() });
export type JobMessage = z.infer<typeof JobMessage>;

/** A mail to send, by its key: one key is one mail, however often the message is delivered. */
export const MailMessage = z.object({ key: z.string() });
export type MailMessage = z.infer<typeof MailMessage>;

/** The simulated provider's note to itself that a charge settles now. */
export const SettlementMessage = z.object({ chargeId: z.string() });
export type SettlementMessage = z.infer<typeof SettlementMessage>;
