import type { Ctx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { payOut } from "./pay-out.ts";
import type { PaymentRow } from "./tables.ts";

/**
 * Gives back what a provider took although the payment had been given up: asked, it knew of no charge, and then it made one. Nobody waits for that
 * payment any more, and another may have taken its place, so it is not revived. Once, however often the provider says so.
 */
export async function refundLateCharge(ctx: Ctx, payment: PaymentRow, chargeId: string): Promise<void> {
  const now = ctx.now();
  const refundId = newId("refund", now);
  await ctx.env.DB.batch([
    ctx.env.DB.prepare(
      `INSERT INTO refunds (id, payment_id, app_id, amount, reason, status, created_at, updated_at)
       SELECT ?1, id, app_id, amount, 'charged after it was given up', 'PENDING', ?2, ?2 FROM payments WHERE id = ?3 AND app_id = ?4 AND status = 'FAILED'
       ON CONFLICT (payment_id) WHERE booking_id IS NULL AND order_id IS NULL DO NOTHING`,
    ).bind(refundId, now, payment.id, payment.appId),
    ctx.env.DB.prepare(
      "UPDATE payments SET status = 'REFUNDED', charge_id = ?1, failure_code = NULL, updated_at = ?2 WHERE id = ?3 AND app_id = ?4 AND status = 'FAILED'",
    ).bind(chargeId, now, payment.id, payment.appId),
  ]);
  await payOut(ctx, [refundId]).catch((error: unknown) => ctx.log.error("refund waits for the sweep", error, { payment: payment.id }));
}
