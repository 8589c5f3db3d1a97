import type { RefundLine } from "../../contracts/events.ts";
import type { Ctx } from "../platform/context.ts";
import { field } from "../platform/json-field.ts";

/**
 * The statements that record refunds which a showtime's object decided, for a batch: the refunds, each once by its id, and then which payments have
 * gone back whole. ?1: the refunds as a JSON list, each with its `bookingId`; ?2: their app. Repeating them changes nothing, and a payment that the app
 * does not have brings none. CROSS JOIN and the plus have SQLite find payments by their ids, not look through all of the app's. The projection and the consumers of the events both run them, so that no refund hangs on one of the two.
 */
export const noteRefunds: readonly string[] = [
  `INSERT INTO refunds (id, payment_id, app_id, booking_id, amount, reason, status, created_at, updated_at)
   SELECT ${field("id")}, payments.id, payments.app_id, ${field("bookingId")}, ${field("amount")}, ${field("reason")}, 'PENDING', ${field("at")}, ${field("at")}
   FROM json_each(?1) CROSS JOIN payments ON payments.id = ${field("paymentId")} AND payments.app_id = ?2
   WHERE ${field("amount")} > 0
   ON CONFLICT (id) DO NOTHING`,
  `UPDATE payments SET status = 'REFUNDED', updated_at = told.at
   FROM (SELECT ${field("paymentId")} AS payment, max(${field("at")}) AS at FROM json_each(?1) GROUP BY 1) AS told
   WHERE payments.id = told.payment AND +payments.app_id = ?2 AND payments.status = 'SUCCESS'
     AND payments.amount = (SELECT sum(amount) FROM refunds WHERE payment_id = payments.id)`,
];

/** A refund with the booking that it is for. */
export type BookingRefundLine = RefundLine & { bookingId: string };

/** Records refunds of an app's bookings. They are PENDING until `payOut` has had each paid. */
export async function recordRefunds(ctx: Ctx, appId: string, lines: readonly BookingRefundLine[]): Promise<void> {
  if (lines.length === 0) return;
  const json = JSON.stringify(lines);
  const { $client: database } = ctx.db;
  await database.batch(noteRefunds.map((statement) => database.prepare(statement).bind(json, appId)));
}
