import { and, eq, isNull } from "drizzle-orm";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { showtimeOf } from "../platform/ids.ts";
import { refundPayment } from "./refund-payment.ts";
import { payments, type ReservationPayment } from "./tables.ts";

/**
 * Asks the showtime's object what became of the reservation that a successful payment was for. Over without a booking: the payment is
 * refunded, as if there never was such a reservation. Booked with it: the payment is marked as spent. Still held: nothing.
 */
export async function refundIfLost(ctx: Ctx, payment: ReservationPayment): Promise<void> {
  if (payment.bookingId !== null) return;
  const token = payment.usedBy ?? payment.reservationToken;
  const showtimeId = showtimeOf(token);
  if (showtimeId === null) return;
  const answer = await callObject(() => seatMapOf(ctx.env, payment.appId, showtimeId).bookingOf(token), { idempotent: true });
  // Whoever named a reservation that is none claimed the payment for it, and was cut off before the object said so.
  const isUnknown = !answer.ok && answer.code === "RESERVATION_NOT_FOUND";
  const { status, booking } = isUnknown ? { status: null, booking: null } : granted(answer);
  if (booking?.payments.some(({ paymentId }) => paymentId === payment.id)) await markBooked(ctx, payment.id, booking.bookingId);
  else if (status !== "ACTIVE")
    await refundPayment(ctx, { paymentId: payment.id, endedToken: token, reason: "reservation ended before it was confirmed" });
}

/** Notes which booking a payment paid for, unless that is known: an exchange may have taken it on to another. Nobody looks after it any more. */
export async function markBooked(ctx: Ctx, paymentId: string, bookingId: string): Promise<void> {
  await ctx.db
    .update(payments)
    .set({ bookingId, updatedAt: ctx.now() })
    .where(and(eq(payments.id, paymentId), isNull(payments.bookingId)));
}
