import { z } from "zod";
import { PageQuery } from "./envelope.ts";
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
  bookingDate: "2026-11-21T09:01:00.000Z",
  createdAt: "2026-11-21T09:01:00.000Z",
  updatedAt: "2026-11-21T09:01:00.000Z",
};

/** `paymentId` is null for a booking that cost nothing. */
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
