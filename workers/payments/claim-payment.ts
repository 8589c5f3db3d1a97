import { and, eq, isNull, or } from "drizzle-orm";
import type { ErrorCode } from "../../contracts/errors.ts";
import type { UserCtx } from "../platform/context.ts";
import { violatesUnique } from "../platform/database.ts";
import { type PaymentRow, payments } from "./tables.ts";

/**
 * Keeps a successful payment of one's own for one reservation, for good or until `unclaimPayment`: one conditional statement, so that no
 * payment is ever kept for two. Answers the payment, or why it cannot be used: PAYMENT_NOT_FOUND, PAYMENT_NOT_SUCCESSFUL, PAYMENT_ALREADY_USED.
 */
export async function claimPayment(ctx: UserCtx, paymentId: string, token: string): Promise<{ payment: PaymentRow } | { code: ErrorCode }> {
  const own = and(eq(payments.id, paymentId), eq(payments.appId, ctx.tenant.appId), eq(payments.userId, ctx.actor.userId));
  try {
    const claimed = await ctx.db
      .update(payments)
      .set({ usedBy: token, updatedAt: ctx.now() })
      .where(and(own, eq(payments.status, "SUCCESS"), or(isNull(payments.usedBy), eq(payments.usedBy, token))))
      .returning()
      .get();
    if (claimed !== undefined) return { payment: claimed };
  } catch (error) {
    // The reservation has another payment already.
    if (violatesUnique(error, "payments.used_by")) return { code: "PAYMENT_ALREADY_USED" };
    throw error;
  }
  const payment = await ctx.db.select().from(payments).where(own).get();
  if (payment === undefined) return { code: "PAYMENT_NOT_FOUND" };
  return { code: payment.usedBy !== null && payment.usedBy !== token ? "PAYMENT_ALREADY_USED" : "PAYMENT_NOT_SUCCESSFUL" };
}

/** Lets go of a payment that its reservation could not use. */
export async function unclaimPayment(ctx: UserCtx, paymentId: string, token: string): Promise<void> {
  await ctx.db
    .update(payments)
    .set({ usedBy: null, updatedAt: ctx.now() })
    .where(and(eq(payments.id, paymentId), eq(payments.appId, ctx.tenant.appId), eq(payments.usedBy, token), isNull(payments.bookingId)));
}
