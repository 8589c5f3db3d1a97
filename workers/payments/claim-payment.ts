import { and, eq, isNull, or } from "drizzle-orm";
import type { ErrorCode } from "../../contracts/errors.ts";
import type { Ctx } from "../platform/context.ts";
import { violatesUnique } from "../platform/database.ts";
import { type PaymentRow, payments } from "./tables.ts";

/** Whose a payment is, and for which reservation it is to be kept. */
export interface Claim {
  appId: string;
  userId: string;
  paymentId: string;
  token: string;
}

/**
 * Keeps a successful payment of its payer for one reservation, for good or until `unclaimPayment`: one conditional statement, so that no
 * payment is ever kept for two. Answers the payment, or why it cannot be used: PAYMENT_NOT_FOUND, PAYMENT_NOT_SUCCESSFUL, PAYMENT_ALREADY_USED.
 */
export async function claimPayment(
  ctx: Ctx,
  { appId, userId, paymentId, token }: Claim,
): Promise<{ payment: PaymentRow } | { code: ErrorCode }> {
  const own = and(eq(payments.id, paymentId), eq(payments.appId, appId), eq(payments.userId, userId));
  try {
    const claimed = await ctx.db
      .update(payments)
      .set({ usedBy: token, updatedAt: ctx.now() })
      .where(and(own, isNull(payments.orderId), eq(payments.status, "SUCCESS"), or(isNull(payments.usedBy), eq(payments.usedBy, token))))
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
  // What was paid for an order is spent on that order, whether or not it has come to anything yet.
  const isSpent = payment.orderId !== null || (payment.usedBy !== null && payment.usedBy !== token);
  return { code: isSpent ? "PAYMENT_ALREADY_USED" : "PAYMENT_NOT_SUCCESSFUL" };
}

/** Lets go of a payment that its reservation could not use. */
export async function unclaimPayment(ctx: Ctx, { appId, paymentId, token }: Omit<Claim, "userId">): Promise<void> {
  await ctx.db
    .update(payments)
    .set({ usedBy: null, updatedAt: ctx.now() })
    .where(and(eq(payments.id, paymentId), eq(payments.appId, appId), eq(payments.usedBy, token), isNull(payments.bookingId)));
}
