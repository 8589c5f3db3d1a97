import { and, eq, sql } from "drizzle-orm";
import { payOut } from "../../payments/pay-out.ts";
import { markGivenBack } from "../../payments/refund-order-payment.ts";
import { refunds } from "../../payments/tables.ts";
import type { Ctx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import type { OrderRow } from "./tables.ts";

/** What of an order's products has not gone back: bookings have refunds of their own. */
const restOfProducts = `(SELECT ifnull(sum(amount - discount), 0) FROM order_lines WHERE order_id = ?1 AND kind = 'PRODUCT')
  - (SELECT ifnull(sum(amount), 0) FROM refunds WHERE order_id = ?1)`;

/**
 * The statements that decide a refund of an order's products, for the batch of the change that it comes from: `atMost` minor units, or all that is left of them.
 * Nothing, if nothing is left or the order cost nothing. Afterwards: `payOutOrder`.
 */
export function productRefund(
  ctx: Ctx,
  { id, paymentId }: Pick<OrderRow, "id" | "paymentId">,
  { reason, atMost }: { reason: string; atMost: number | null },
): D1PreparedStatement[] {
  if (paymentId === null || atMost === 0) return [];
  const now = ctx.now();
  return [
    ctx.env.DB.prepare(
      `INSERT INTO refunds (id, payment_id, app_id, order_id, amount, reason, status, created_at, updated_at)
       SELECT ?2, id, app_id, ?1, min(ifnull(?3, ${restOfProducts}), ${restOfProducts}), ?4, 'PENDING', ?5, ?5
       FROM payments WHERE id = ?6 AND status = 'SUCCESS' AND ${restOfProducts} > 0`,
    ).bind(id, newId("refund", now), atMost, reason, now, paymentId),
    markGivenBack(ctx.env.DB, paymentId, now),
  ];
}

/** Has the refunds of an order's products paid. What fails here the sweep does. */
export async function payOutOrder(ctx: Ctx, orderId: string): Promise<void> {
  const waiting = await ctx.db
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.orderId, orderId), eq(refunds.status, sql.raw("'PENDING'"))));
  await payOut(
    ctx,
    waiting.map(({ id }) => id),
  ).catch((error: unknown) => ctx.log.error("refunds wait for the sweep", error, { order: orderId }));
}
