import { payments } from "../payments/tables.ts";
import { among, openDatabase } from "../platform/database.ts";
import { enqueueMails, type NewMail } from "./enqueue-mails.ts";
import { aboutPayment, payersOf } from "./payers-of.ts";
import type { FailedPaymentMail } from "./templates/payment-mails.ts";

/** A payment that fails sooner was declined while its payer looked on: the page has told them. */
const watchedMs = 60_000;

/**
 * On `payment.failed`: mails payers whose payment came to nothing after they had gone: a bank that took its time, or a page that nobody finished. Each once, however often its
 * event comes. Throws if they could not all be recorded, so that the events come again.
 */
export async function sendFailedPaymentMails(env: Env, events: readonly { paymentId: string }[]): Promise<void> {
  const db = openDatabase(env);
  const rows = await db
    .select()
    .from(payments)
    .where(
      among(
        payments.id,
        events.map(({ paymentId }) => paymentId),
      ),
    );
  const failed = rows.filter(({ status, createdAt, updatedAt }) => status === "FAILED" && updatedAt - createdAt >= watchedMs);
  if (failed.length === 0) return;
  const payerOf = await payersOf(env, failed);
  const mails = failed.flatMap((payment): NewMail[] => {
    const payer = payerOf(payment);
    if (payer === null) return [];
    const payload: FailedPaymentMail = { ...aboutPayment(payment, payer, null, payment.updatedAt), failureCode: payment.failureCode };
    return [{ key: `payment-failed:${payment.id}`, kind: "payment-failed", appId: payment.appId, recipient: payer.recipient, payload }];
  });
  await enqueueMails(env, mails);
}
