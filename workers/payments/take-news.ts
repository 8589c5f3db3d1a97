import { and, eq } from "drizzle-orm";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { giveBack } from "./give-back.ts";
import type { Dispute, ForeignRefunds, ProviderNews } from "./provider.ts";
import { settlePayment } from "./settle-payment.ts";
import { type PaymentRow, payments } from "./tables.ts";

/**
 * Takes what a provider has to say, however often and in whichever order it comes. A charge that we do not know and that does not name one of our payments is
 * left alone. Errors: those of `settlePayment`.
 */
export async function takeNews(ctx: Ctx, provider: string, news: ProviderNews): Promise<void> {
  if (news.type === "settled") return settlePayment(ctx, provider, news);
  const payment = news.type === "ignored" ? undefined : await paymentOfCharge(ctx, provider, news.chargeId);
  if (news.type === "ignored" || payment === undefined) {
    ctx.log.info("a webhook of the payment provider concerns none of our payments", { provider, news: news.type });
    return;
  }
  if (news.type === "disputed") await recordDispute(ctx, payment, news);
  else for (const refund of news.refunds) await recordForeignRefund(ctx, payment, refund);
}

const paymentOfCharge = (ctx: Ctx, provider: string, chargeId: string): Promise<PaymentRow | undefined> =>
  ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.provider, provider), eq(payments.chargeId, chargeId)))
    .get();

async function recordDispute(ctx: Ctx, { id }: PaymentRow, { disputeId, stage, amount }: Dispute): Promise<void> {
  await ctx.env.DB.prepare(
    `INSERT INTO payment_events (payment_id, type, amount, at, reference, key) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
     ON CONFLICT (payment_id, key) DO NOTHING`,
  )
    .bind(id, stage, amount, ctx.now(), disputeId, `${disputeId}:${stage}`)
    .run();
  ctx.log.warn("a payment is disputed", { payment: id, stage, amount });
}

/** What a refund says of which we heard from the provider. */
export const foreignRefundReason = "refunded at the provider";

/**
 * Somebody gave money back at the provider: our books follow, and the seats are worth so much less. It is paid already, so the provider, asked to pay it,
 * only looks. What our books cannot follow is for people to see to.
 */
async function recordForeignRefund(ctx: Ctx, payment: PaymentRow, { refundId, amount }: ForeignRefunds["refunds"][number]): Promise<void> {
  const known = await ctx.env.DB.prepare("SELECT 1 FROM refunds WHERE payment_id = ?1 AND substr(id, 1, length(?2)) = ?2")
    .bind(payment.id, refundId)
    .first();
  if (known !== null) return;
  await giveBack(ctx, payment, { amount, reason: foreignRefundReason, refundId }).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    ctx.log.error("a refund at the provider is in nobody's books", error, { payment: payment.id, refund: refundId, amount });
  });
}
