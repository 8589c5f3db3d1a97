import { z } from "zod";
import {
  CancelBooking,
  CancellationQuoteQuery,
  CancelledBooking,
  ExchangeBooking,
  ExchangedBooking,
  RefundQuote,
} from "../../contracts/bookings.ts";
import { Id } from "../../contracts/values.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import { cancelBooking } from "./cancel-booking.ts";
import { exchangeBooking } from "./exchange-booking.ts";
import { quoteCancellation } from "./quote-cancellation.ts";

/** What can be done with a booking after it was made. */
export const afterSaleRoutes = new Endpoints("Seats, reservations, bookings", "bookings");

const params = z.strictObject({ bookingId: Id });

afterSaleRoutes.get(
  "/api/v1/bookings/{bookingId}/cancellation-quote",
  {
    operationId: "quoteCancellation",
    summary: "What cancelling a booking, or some of its seats, would give back now",
    description: "`cancellable` false: it would be refused with NOT_CANCELLABLE and this `reason`.",
    access: "userOrServer",
    params,
    query: CancellationQuoteQuery,
    answer: z.object({ quote: RefundQuote }).meta({ example: { quote: RefundQuote.meta()?.example } }),
    errors: ["BOOKING_NOT_FOUND", "SEAT_NOT_FOUND"],
  },
  async (ctx, { params: { bookingId }, query }) => ({ quote: await quoteCancellation(ctx, { bookingId, ...query }) }),
);

const cancel = {
  description:
    "The showtime's policy says how much goes back; without one nothing does. Some of the seats: the booking stays, with the others. An organizer cancels bookings of their own listings' showtimes, the secret key any of the app's, by the same policy.",
  access: "userOrServer",
  params,
  body: CancelBooking,
  answer: CancelledBooking,
  errors: ["BOOKING_NOT_FOUND", "SEAT_NOT_FOUND", "NOT_CANCELLABLE", "OVERLOADED"],
} as const;

afterSaleRoutes.post(
  "/api/v1/bookings/{bookingId}/cancel",
  { ...cancel, operationId: "cancelBooking", summary: "Cancel a booking, or some of its seats" },
  (ctx, { params: { bookingId }, body }) => cancelBooking(ctx, { bookingId, ...body }),
);

afterSaleRoutes.delete(
  "/api/v1/bookings/{bookingId}",
  { ...cancel, operationId: "deleteBooking", summary: "Cancel a booking, as POST …/cancel does" },
  (ctx, { params: { bookingId }, body }) => cancelBooking(ctx, { bookingId, ...body }),
);

afterSaleRoutes.patch(
  "/api/v1/bookings/{bookingId}",
  {
    operationId: "exchangeBooking",
    summary: "Exchange a booking for other seats, of its showtime or of another one",
    description:
      "`seatIds` are all the seats that it is to have, as many as before or more. A dearer choice is paid by `paymentMethod`, a cheaper one is refunded. The booking stays as it was until the new seats are paid; while that is PENDING they are held under `reservationToken`, and the exchange follows by itself. A showtime with a waiting room asks for its pass as `x-admission`.",
    access: "user",
    params,
    body: ExchangeBooking,
    answer: ExchangedBooking,
    errors: [
      "BOOKING_NOT_FOUND",
      "NOT_EXCHANGEABLE",
      "SHOWTIME_NOT_FOUND",
      "SEAT_NOT_FOUND",
      "SEAT_ALREADY_LOCKED",
      "SEAT_ALREADY_BOOKED",
      "SEAT_BLOCKED",
      "LONELY_SEAT",
      "HOLD_LIMIT_REACHED",
      "SALE_NOT_OPEN",
      "ADMISSION_REQUIRED",
      "PAYMENT_NOT_SUCCESSFUL",
      "PAYMENT_DECLINED",
      "PAYMENT_PROVIDER_ERROR",
      "RESERVATION_EXPIRED",
      "OVERLOADED",
    ],
  },
  (ctx, { params: { bookingId }, body }, c) => exchangeBooking(ctx, { bookingId, admission: c.req.header("x-admission"), ...body }),
);
