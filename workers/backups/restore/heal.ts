/**
 * A payment of a booking that its showtime had not heard of when it was read has no booking any more. The sweep that finds such a payment asks the showtime, which never
 * heard of it, and gives the money back.
 */
export const unbookPayments = (db: D1Database): D1PreparedStatement =>
  db.prepare(
    `UPDATE payments SET booking_id = NULL WHERE status = 'SUCCESS' AND order_id IS NULL AND booking_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM bookings WHERE bookings.id = payments.booking_id)`,
  );

/** What came between the reading of a showtime and that of D1 and mends itself in no other way, in words: for the administrator to look at. */
export async function findingsIn(db: D1Database, max: number): Promise<string[]> {
  const [orders, refunds] = await db.batch<{ id: string; booking: string }>([
    db
      .prepare(
        `SELECT order_id AS id, booking_id AS booking FROM order_lines WHERE booking_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM bookings WHERE bookings.id = order_lines.booking_id) LIMIT ?`,
      )
      .bind(max),
    db
      .prepare(
        `SELECT refunds.id, bookings.id AS booking FROM bookings JOIN refunds ON refunds.booking_id = bookings.id
         GROUP BY bookings.id HAVING sum(refunds.amount) > bookings.refunded_amount LIMIT ?`,
      )
      .bind(max),
  ]);
  return [
    ...(orders?.results ?? []).map(({ id, booking }) => `order ${id}: its showtime does not know the booking ${booking}`),
    ...(refunds?.results ?? []).map(({ id, booking }) => `booking ${booking}: its showtime does not know the refund ${id}`),
  ];
}
