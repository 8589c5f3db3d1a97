import { eq } from "drizzle-orm";
import { payments, refunds } from "../payments/tables.ts";
import { among, openDatabase } from "../platform/database.ts";
import { enqueueMails, type NewMail } from "./enqueue-mails.ts";
import { aboutPayment, payersOf } from "./payers-of.ts";
import type { RefundedPaymentMail } from "./templates/payment-mails.ts";

/**
 * On `payment.refunded`: mails payers what the provider has given back to them, and why. Each refund once, however often its event comes. Nobody is mailed whose account is gone by
 * then. Throws if they could not all be recorded, so that the events come again.
 */
export async function sendRefundMails(env: Env, events: readonly { refundId: string }[]): Promise<void> {
  const ids = events.map(({ refundId }) => refundId);
  const rows = await openDatabase(env)
    .select({ payment: payments, refund: refunds })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(among(refunds.id, ids));
  if (rows.length === 0) return;
  const payerOf = await payersOf(
    env,
    rows.map(({ payment }) => payment),
  );
  const mails = rows.flatMap(({ payment, refund }): NewMail[] => {
    const payer = payerOf(payment);
    if (payer === null) return [];
    const { id: refundId, amount, reason, updatedAt } = refund;
    const about = aboutPayment(payment, payer, refund.bookingId ?? payment.bookingId, updatedAt);
    const payload: RefundedPaymentMail = { ...about, amount, refundId, reason };
    return [{ key: `payment-refunded:${refundId}`, kind: "payment-refunded", appId: payment.appId, recipient: payer.recipient, payload }];
  });
  await enqueueMails(env, mails);
}
