import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { limits } from "./limits.ts";
import { PriceChange } from "./pricing.ts";
import { HeldSeat } from "./seats.ts";
import { Amount, Currency, Id, Time } from "./values.ts";

export const ReservationStatus = z.enum(["ACTIVE", "EXPIRED", "CONFIRMED", "RELEASED"]).meta({ id: "ReservationStatus" });
export type ReservationStatus = z.infer<typeof ReservationStatus>;

const seat = { id: "sea_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0", seatNumber: "A1", section: "Stalls", row: "A", tier: "Premium", price: 6500 };

export const Reservation = z
  .object({
    reservationToken: z.string(),
    status: ReservationStatus,
    userId: z.string(),
    showtimeId: z.string(),
    seats: z.array(HeldSeat),
    price: Amount,
    currency: Currency,
    /** The rules that moved the price when it was frozen, or null. */
    pricing: PriceChange.nullable(),
    /** The booking that these seats are to replace: `price` is what is due beyond what it was bought for. */
    exchanges: z.string().nullable(),
    /** The place on the waitlist that these seats were offered to. */
    waitlistId: z.string().nullable(),
    expiresAt: Time,
    bookingId: z.string().nullable(),
    createdAt: Time,
  })
  .meta({
    id: "Reservation",
    example: {
      reservationToken: "rsv_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0b1d…",
      status: "ACTIVE",
      userId: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      seats: [seat],
      price: 6500,
      currency: "EUR",
      pricing: null,
      exchanges: null,
      waitlistId: null,
      expiresAt: "2026-11-21T09:02:00.000Z",
      bookingId: null,
      createdAt: "2026-11-21T09:00:00.000Z",
    },
  });
export type Reservation = z.infer<typeof Reservation>;

export const ReservationQuery = PageQuery.extend({ status: ReservationStatus.optional(), entityId: Id.optional() });
export type ReservationQuery = z.infer<typeof ReservationQuery>;

export const BookingStatus = z.enum(["CONFIRMED", "CANCELLED", "EXCHANGED"]).meta({ id: "BookingStatus" });
export type BookingStatus = z.infer<typeof BookingStatus>;
export const BookingPaymentStatus = z
  .enum(["PENDING", "SUCCESS", "FAILED", "REFUNDED", "PARTIALLY_REFUNDED"])
  .meta({ id: "BookingPaymentStatus" });
export type BookingPaymentStatus = z.infer<typeof BookingPaymentStatus>;

const bookingExample = {
  bookingId: "BK-20261121-7F3K9QX2MD",
  status: "CONFIRMED",
  userId: "usr_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  appId: "app_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  showtimeId: "sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  reservationToken: "rsv_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0b1d…",
  seats: [seat],
  amount: 6500,
  currency: "EUR",
  paymentId: "pay_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  paymentStatus: "SUCCESS",
  payments: [{ paymentId: "pay_01K9Z3V6T8W2Y4A6C8E0G2J4M6", amount: 6500, refundedAmount: 0 }],
  refundedAmount: 0,
  carriedAmount: 0,
  transferredAmount: 0,
  cancelledSeats: [],
  exchangedFrom: null,
  exchangedTo: null,
  bookingDate: "2026-11-21T09:01:00.000Z",
  createdAt: "2026-11-21T09:01:00.000Z",
  updatedAt: "2026-11-21T09:01:00.000Z",
};

/** A payment's part in a booking; an exchange adds one, or carries one over from the booking before. */
export const BookingPayment = z.object({ paymentId: z.string(), amount: Amount, refundedAmount: Amount });
export type BookingPayment = z.infer<typeof BookingPayment>;

/**
 * `paymentId` is null for a booking that cost nothing. `amount`: all that was paid for it, of which `carriedAmount` came with an exchange from
 * another showtime, `refundedAmount` went back and `transferredAmount` went on to the booking that it was exchanged for. `seats`: those that it has
 * now; `cancelledSeats`: those that were given back.
 */
export const Booking = z
  .object({
    bookingId: z.string(),
    status: BookingStatus,
    userId: z.string(),
    appId: z.string(),
    showtimeId: z.string(),
    reservationToken: z.string(),
    seats: z.array(HeldSeat),
    amount: Amount,
    currency: Currency,
    paymentId: z.string().nullable(),
    paymentStatus: BookingPaymentStatus,
    payments: z.array(BookingPayment),
    refundedAmount: Amount,
    carriedAmount: Amount,
    transferredAmount: Amount,
    cancelledSeats: z.array(HeldSeat),
    exchangedFrom: z.string().nullable(),
    exchangedTo: z.string().nullable(),
    bookingDate: Time,
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Booking", example: bookingExample });
export type Booking = z.infer<typeof Booking>;

/** What a booking is for, so that a list of bookings can be read without another request. */
export const BookedShow = z.object({
  listingId: z.string(),
  title: z.string(),
  posterUrl: z.string().nullable(),
  startsAt: Time,
  timeZone: z.string(),
  venue: z.string(),
  city: z.string(),
});
export const BookingWithShow = Booking.extend({ show: BookedShow.nullable() }).meta({
  id: "BookingWithShow",
  example: {
    ...bookingExample,
    show: {
      listingId: "evt_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
      title: "Hamlet",
      posterUrl: "/posters/hamlet.svg",
      startsAt: "2027-01-15T18:30:00.000Z",
      timeZone: "Europe/Vienna",
      venue: "Grand Theatre",
      city: "Vienna",
    },
  },
});
export type BookingWithShow = z.infer<typeof BookingWithShow>;

export const BookingQuery = PageQuery.extend({ status: BookingStatus.optional() });
export type BookingQuery = z.infer<typeof BookingQuery>;

/** No `paymentId` for a reservation whose price is 0. */
export const ConfirmBooking = z.strictObject({ reservationToken: Id, paymentId: Id.optional() }).meta({
  id: "ConfirmBooking",
  example: { reservationToken: "rsv_01K9Z3V6T8W2Y4A6C8E0G2J4M6_0b1d2f3a4c5e", paymentId: bookingExample.paymentId },
});
export type ConfirmBooking = z.infer<typeof ConfirmBooking>;

export const ConfirmedBooking = z
  .object({ bookingId: z.string(), booking: Booking })
  .meta({ example: { bookingId: bookingExample.bookingId, booking: bookingExample } });
export type ConfirmedBooking = z.infer<typeof ConfirmedBooking>;

const chosenSeats = z
  .array(Id)
  .min(1)
  .max(limits.seatsPerHoldMax)
  .refine((ids) => new Set(ids).size === ids.length, { message: "names a seat twice" });

/** How the difference is paid, if there is one. */
export const PaymentMethod = z.strictObject({ method: z.enum(["card"]).default("card"), token: z.string().min(1).max(200) });
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/** All the seats that the booking is to have afterwards, of its own showtime or of another one. */
export const ExchangeBooking = z
  .strictObject({ showtimeId: Id.optional(), seatIds: chosenSeats, paymentMethod: PaymentMethod.optional() })
  .meta({ id: "ExchangeBooking", example: { seatIds: [seat.id], paymentMethod: { method: "card", token: "tok_ok" } } });
export type ExchangeBooking = z.infer<typeof ExchangeBooking>;

/** Some of the booking's seats; left out: all. */
export const CancelBooking = z
  .strictObject({ seatIds: chosenSeats.optional() })
  .meta({ id: "CancelBooking", example: { seatIds: [seat.id] } });
export type CancelBooking = z.infer<typeof CancelBooking>;

/** The seats to ask about, ids with commas between them; left out: all. */
export const CancellationQuoteQuery = z.strictObject({
  seatIds: z
    .string()
    .max(limits.seatsPerHoldMax * 129)
    .transform((text) => text.split(","))
    .pipe(chosenSeats)
    .optional(),
});
export type CancellationQuoteQuery = z.infer<typeof CancellationQuoteQuery>;

/** What goes back. `percent`: of the seats' price, by the showtime's policy. NONE: nothing. `id`: the first, where several payments are refunded. */
export const BookingRefund = z
  .object({
    id: z.string().nullable(),
    amount: Amount,
    currency: Currency,
    percent: z.number().int(),
    status: z.enum(["NONE", "PENDING", "SUCCEEDED"]),
  })
  .meta({
    id: "BookingRefund",
    example: { id: "ref_01K9Z3V6T8W2Y4A6C8E0G2J4M6", amount: 6500, currency: "EUR", percent: 100, status: "SUCCEEDED" },
  });
export type BookingRefund = z.infer<typeof BookingRefund>;

export const CancelledBooking = z
  .object({ booking: Booking, refund: BookingRefund })
  .meta({ example: { booking: { ...bookingExample, status: "CANCELLED" }, refund: BookingRefund.meta()?.example } });
export type CancelledBooking = z.infer<typeof CancelledBooking>;

/**
 * `refund`: of a cheaper choice, or null. `payment`: of the difference, or null. While that is PENDING the booking is as it was; the exchange
 * follows by itself when the payment succeeds, and until then the new seats are held under `reservationToken`.
 */
export const ExchangedBooking = z
  .object({
    booking: Booking,
    refund: BookingRefund.nullable(),
    payment: z.object({ id: z.string(), status: z.enum(["PENDING", "SUCCESS"]), amount: Amount }).nullable(),
    reservationToken: z.string().nullable(),
  })
  .meta({ example: { booking: bookingExample, refund: null, payment: null, reservationToken: null } });
export type ExchangedBooking = z.infer<typeof ExchangedBooking>;

/** What cancelling would give back at this moment. */
export const RefundQuote = z
  .object({ cancellable: z.boolean(), reason: z.string().nullable(), amount: Amount, currency: Currency, percent: z.number().int() })
  .meta({ id: "RefundQuote", example: { cancellable: true, reason: null, amount: 6500, currency: "EUR", percent: 100 } });
export type RefundQuote = z.infer<typeof RefundQuote>;
