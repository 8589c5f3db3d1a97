import { and, eq, isNull } from "drizzle-orm";
import type { Ctx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { payOut } from "./pay-out.ts";
import { refunds } from "./tables.ts";

/**
 * Gives the whole of a payment back because `endedToken`, the reservation for which it was kept, is over. Once, however often it is asked;
 * never a payment that is for an order, paid for a booking or was claimed for another reservation. Returns the refund's id, or null if there was nothing to
 * give back. The refund exists from the moment of the decision; if the provider does not answer now, the sweep tries again.
 */
export async function refundPayment(
  ctx: Ctx,
  { paymentId, endedToken, reason, refundId }: { paymentId: string; endedToken: string; reason: string; refundId?: string },
): Promise<string | null> {
  const now = ctx.now();
  await ctx.env.DB.batch([
    ctx.env.DB.prepare(
      `INSERT INTO refunds (id, payment_id, app_id, amount, reason, status, created_at, updated_at)
       SELECT ?1, id, app_id, amount, ?2, 'PENDING', ?3, ?3 FROM payments
       WHERE id = ?4 AND order_id IS NULL AND status = 'SUCCESS' AND booking_id IS NULL AND (used_by IS NULL OR used_by = ?5)
       ON CONFLICT (payment_id) WHERE booking_id IS NULL AND order_id IS NULL DO NOTHING`,
    ).bind(refundId ?? newId("refund", now), reason, now, paymentId, endedToken),
    ctx.env.DB.prepare(
      `UPDATE payments SET status = 'REFUNDED', updated_at = ?1
       WHERE id = ?2 AND status = 'SUCCESS' AND EXISTS (SELECT 1 FROM refunds WHERE payment_id = ?2 AND booking_id IS NULL AND order_id IS NULL)`,
    ).bind(now, paymentId),
  ]);
  const refund = await ctx.db
    .select()
    .from(refunds)
    .where(and(eq(refunds.paymentId, paymentId), isNull(refunds.bookingId), isNull(refunds.orderId)))
    .get();
  if (refund === undefined) return null;
  if (refund.status === "PENDING") {
    await payOut(ctx, [refund.id]).catch((error: unknown) => ctx.log.error("refund waits for the sweep", error, { refund: refund.id }));
  }
  return refund.id;
}
