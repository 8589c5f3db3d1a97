/**
 * An app's books in one currency, in minor units. At rest, captured less refunded is what bookings and merchandise are worth; `inFlight`: by how much it may
 * be something else at this moment, because payments wait for their booking or order, and refunds and exchanges are being told.
 */
export interface Books {
  currency: string;
  captured: number;
  refunded: number;
  bookings: number;
  merchandise: number;
  inFlight: number;
}

/** By how much the books do not add up: 0 at rest. */
export const differenceOf = ({ captured, refunded, bookings, merchandise }: Books): number => captured - refunded - bookings - merchandise;

/** The statement that reads an app's books, a row for each currency. `sinceMs`: what changed after that may be half told. */
export const booksOfApp = (db: D1Database, appId: string, sinceMs: number): D1PreparedStatement =>
  db.prepare(statement).bind(appId, sinceMs);

/** Merchandise: the products of orders that took their payment, less what has gone back for them. */
const statement = `
  SELECT currency, sum(captured) AS captured, sum(refunded) AS refunded, sum(bookings) AS bookings, sum(merchandise) AS merchandise,
    sum(in_flight) AS inFlight
  FROM (
    SELECT currency, amount AS captured, 0 AS refunded, 0 AS bookings, 0 AS merchandise,
      iif(status = 'SUCCESS' AND booking_id IS NULL AND (order_id IS NULL OR used_by IS NULL), amount, 0) AS in_flight
    FROM payments WHERE app_id = ?1 AND status IN ('SUCCESS', 'REFUNDED')
    UNION ALL
    SELECT payments.currency, 0, refunds.amount, 0, iif(refunds.order_id IS NULL, 0, -refunds.amount), iif(refunds.created_at > ?2, refunds.amount, 0)
    FROM payments CROSS JOIN refunds ON refunds.payment_id = payments.id WHERE payments.app_id = ?1
    UNION ALL
    SELECT currency, 0, 0, amount - refunded_amount - transferred_amount, 0, iif(updated_at > ?2, carried_amount, 0) FROM bookings WHERE app_id = ?1
    UNION ALL
    SELECT payments.currency, 0, 0, 0, order_lines.amount - order_lines.discount, 0
    FROM payments CROSS JOIN order_lines ON order_lines.order_id = payments.used_by AND order_lines.kind = 'PRODUCT' WHERE payments.app_id = ?1
  ) GROUP BY currency`;
