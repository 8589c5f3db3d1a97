import { and, eq, isNull, lt, sql } from "drizzle-orm";
import type { Ctx } from "../platform/context.ts";
import { seeToSuccess } from "./confirm-paid.ts";
import { payOut } from "./pay-out.ts";
import { providerNamed } from "./provider.ts";
import { recordOutcome } from "./record-outcome.ts";
import { type PaymentRow, payments, refunds } from "./tables.ts";

const batchMax = 100;
const staleMs = 2 * 60_000;

/**
 * Looks after what a crash, a lost message or a silent provider left behind: payments whose outcome we were not told, successful ones that no
 * booking took, refunds that did not go through. Each by itself: one that fails waits for the next sweep.
 */
export async function sweepPayments(ctx: Ctx): Promise<void> {
  const before = ctx.now() - staleMs;
  const unsettled = await ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.status, sql.raw("'PENDING'")), lt(payments.createdAt, before)))
    .limit(batchMax);
  for (const payment of unsettled) await settled(ctx, payment.id, () => askProvider(ctx, payment));
  const unbooked = await ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.status, sql.raw("'SUCCESS'")), isNull(payments.bookingId), lt(payments.updatedAt, before)))
    .limit(batchMax);
  for (const payment of unbooked) await settled(ctx, payment.id, () => seeToSuccess(ctx, payment));
  const unpaid = await ctx.db
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.status, sql.raw("'PENDING'")), lt(refunds.createdAt, before)))
    .limit(batchMax);
  await payOut(
    ctx,
    unpaid.map(({ id }) => id),
  );
}

async function settled(ctx: Ctx, subject: string, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => ctx.log.error("sweeping a payment failed", error, { subject }));
}

async function askProvider(ctx: Ctx, payment: PaymentRow): Promise<void> {
  const outcome = await providerNamed(payment.provider).retrieve(ctx, payment.id);
  const recorded = await recordOutcome(ctx, payment, outcome ?? { status: "failed", chargeId: null, failureCode: "never_charged" });
  if (recorded.status === "SUCCESS") await seeToSuccess(ctx, recorded);
}
