import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import type { PaymentRow } from "./tables.ts";

/** A booking that a payment paid for, or a part of one. `left`: minor units of that part that have not gone back. */
export interface PaidBooking {
  bookingId: string;
  showtimeId: string;
  status: string;
  left: number;
}

/**
 * The bookings that a payment has paid for, those of its order too, with those for which they were exchanged since. A booking that its showtime's object has
 * not told of yet stands there as the payment knows it.
 */
export async function bookingsOfPayment(ctx: Ctx, payment: PaymentRow): Promise<PaidBooking[]> {
  const { id, appId, orderId, bookingId, showtimeId, amount } = payment;
  const { results } = await ctx.env.DB.prepare(bookingsPaidBy)
    .bind(id, appId, orderId, bookingId, limits.bookingsOfOrderMax)
    .all<PaidBooking>();
  if (results.length > 0 || bookingId === null || showtimeId === null) return results;
  return [{ bookingId, showtimeId, status: "CONFIRMED", left: amount }];
}

const bookingsPaidBy = `
  WITH RECURSIVE paid (id) AS (
    SELECT ?4 WHERE ?4 IS NOT NULL
    UNION SELECT booking_id FROM order_lines WHERE order_id = ?3 AND booking_id IS NOT NULL
    UNION SELECT bookings.exchanged_to FROM paid CROSS JOIN bookings ON bookings.id = paid.id WHERE bookings.exchanged_to IS NOT NULL
  )
  SELECT bookings.id AS bookingId, bookings.showtime_id AS showtimeId, bookings.status,
    (SELECT ifnull(sum(json_extract(value, '$.amount') - json_extract(value, '$.refundedAmount')), 0)
      FROM json_each(bookings.payments) WHERE json_extract(value, '$.paymentId') = ?1) AS left
  FROM paid CROSS JOIN bookings ON bookings.id = paid.id
  WHERE bookings.app_id = ?2 AND bookings.status <> 'EXCHANGED' LIMIT ?5`;
