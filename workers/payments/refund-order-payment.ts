import type { Ctx } from "../platform/context.ts";
import { payOut } from "./pay-out.ts";

/** A refund as whoever asked for it is told: `amount` in minor units, PENDING until the provider has paid it. */
export interface MadeRefund {
  id: string;
  amount: number;
  status: "PENDING" | "SUCCEEDED";
}

/** `amount` in minor units; without one everything that has not gone back yet. */
export interface OrderRefund {
  paymentId: string;
  orderId: string;
  reason: string;
  refundId: string;
  amount?: number | undefined;
}

/**
 * Gives money of an order's payment back. Without `amount` all that is left of it, once, because the order came to nothing: only while no order is
 * CONFIRMED with it, and the refunds of its undone bookings must be recorded before. With `amount` that part of what a CONFIRMED order has besides
 * bookings. Idempotent by `refundId`. Null if so much is not left to give back, or the payment has not succeeded. The refund exists from the moment of the
 * decision; if the provider does not answer now, the sweep tries again.
 */
export async function refundOrderPayment(
  ctx: Ctx,
  { paymentId, orderId, reason, refundId, amount }: OrderRefund,
): Promise<MadeRefund | null> {
  const now = ctx.now();
  const { DB } = ctx.env;
  const [, , found] = await DB.batch<MadeRefund>([
    amount === undefined
      ? DB.prepare(everything).bind(refundId, reason, now, paymentId, orderId)
      : DB.prepare(aPart).bind(refundId, reason, now, paymentId, orderId, amount),
    markGivenBack(DB, paymentId, now),
    amount === undefined
      ? DB.prepare("SELECT id, amount, status FROM refunds WHERE payment_id = ?1 AND booking_id IS NULL AND order_id IS NULL").bind(
          paymentId,
        )
      : DB.prepare("SELECT id, amount, status FROM refunds WHERE id = ?1 AND payment_id = ?2").bind(refundId, paymentId),
  ]);
  const refund = found?.results[0] ?? null;
  if (refund === null || refund.status === "SUCCEEDED") return refund;
  const paid = await payOut(ctx, [refund.id]).catch((error: unknown) => {
    ctx.log.error("refund waits for the sweep", error, { refund: refund.id });
    return new Set<string>();
  });
  return { ...refund, status: paid.has(refund.id) ? "SUCCEEDED" : "PENDING" };
}

const goneBack = "ifnull((SELECT sum(amount) FROM refunds WHERE payment_id = payments.id), 0)";

const everything = `
  INSERT INTO refunds (id, payment_id, app_id, amount, reason, status, created_at, updated_at)
  SELECT ?1, id, app_id, amount - ${goneBack}, ?2, 'PENDING', ?3, ?3 FROM payments
  WHERE id = ?4 AND order_id = ?5 AND status = 'SUCCESS' AND used_by IS NULL AND amount > ${goneBack}
  ON CONFLICT DO NOTHING`;

const aPart = `
  INSERT INTO refunds (id, payment_id, app_id, order_id, amount, reason, status, created_at, updated_at)
  SELECT ?1, id, app_id, order_id, ?6, ?2, 'PENDING', ?3, ?3 FROM payments
  WHERE id = ?4 AND order_id = ?5 AND used_by = ?5 AND status = 'SUCCESS' AND ?6 > 0 AND ?6 <= amount - ${goneBack}
    AND ?6 <= (SELECT ifnull(sum(amount - discount), 0) FROM order_lines WHERE order_id = ?5 AND kind = 'PRODUCT')
      - (SELECT ifnull(sum(amount), 0) FROM refunds WHERE order_id = ?5)
  ON CONFLICT (id) DO NOTHING`;

/** The statement that marks a payment REFUNDED if all of it has gone back, to follow a refund in its batch. */
export const markGivenBack = (db: D1Database, paymentId: string, now: number): D1PreparedStatement =>
  db
    .prepare(`UPDATE payments SET status = 'REFUNDED', updated_at = ?1 WHERE id = ?2 AND status = 'SUCCESS' AND amount = ${goneBack}`)
    .bind(now, paymentId);
