import { and, eq } from "drizzle-orm";
import type { RefundedPayment, RefundPayment } from "../../contracts/payments.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRow } from "../platform/audit.ts";
import type { TenantCtx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { giveBack } from "./give-back.ts";
import { getPayment } from "./read.ts";
import { payments } from "./tables.ts";

/**
 * Gives a payment of the app back, or `amount` of it, because the tenant says so; see `giveBack` for what becomes of what it paid for. `refund.status`
 * PENDING: decided, and on its way. Errors: PAYMENT_NOT_FOUND, PAYMENT_NOT_SUCCESSFUL, REFUND_TOO_LARGE with `details.remaining`, NOT_CANCELLABLE with
 * `details.reason`, VALIDATION_FAILED for a part of what has booked nothing yet.
 */
export async function refundByHand(ctx: TenantCtx, { id, amount, reason }: RefundPayment & { id: string }): Promise<RefundedPayment> {
  const payment = await ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.id, id), eq(payments.appId, ctx.tenant.appId)))
    .get();
  if (payment === undefined) throw new AppError("PAYMENT_NOT_FOUND");
  if (payment.status !== "SUCCESS" && payment.status !== "REFUNDED") throw new AppError("PAYMENT_NOT_SUCCESSFUL");
  const wanted = { amount: amount ?? null, reason: reason ?? "refunded by hand", refundId: newId("refund", ctx.now()) };
  const refund = await giveBack(ctx, payment, wanted);
  await auditRow(ctx, {
    action: "payment.refund",
    subject: id,
    after: { refundId: refund.id, amount: refund.amount, reason: wanted.reason },
  });
  return { payment: await getPayment(ctx, id), refund };
}
