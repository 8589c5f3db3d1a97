import { and, eq, lt, sql } from "drizzle-orm";
import type { Ctx } from "../platform/context.ts";
import { seeToOutcome, seeToSuccess } from "./confirm-paid.ts";
import { payOut } from "./pay-out.ts";
import { type ChargeOutcome, providerNamed } from "./provider.ts";
import { recordOutcome } from "./record-outcome.ts";
import { type PaymentRow, payments, refunds } from "./tables.ts";

const batchMax = 100;
const staleMs = 2 * 60_000;

/** In the words of the index `payments_unbooked`, so that SQLite sees that it may use it. */
const unbookedOf = "status = 'SUCCESS' AND booking_id IS NULL AND (order_id IS NULL OR used_by IS NULL)";

/**
 * Looks after what a crash, a lost message or a silent provider left behind: payments whose outcome we were not told, successful ones that no
 * booking or order took, refunds that did not go through. Each by itself: one that fails waits for the next sweep.
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
    .where(and(sql.raw(unbookedOf), lt(payments.updatedAt, before)))
    .limit(batchMax);
  for (const payment of unbooked) await settled(ctx, payment.id, () => repeatSuccess(ctx, payment));
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

/** The order that a payment was for has not taken it: it is told anew, once at a time. */
async function repeatSuccess(ctx: Ctx, payment: PaymentRow): Promise<void> {
  if (payment.orderId !== null) {
    await ctx.env.DB.prepare(
      `INSERT INTO outbox (id, app_id, type, body, created_at) VALUES (?1, ?2, 'payment.succeeded', json_object('paymentId', ?3, 'orderId', ?4), ?5)
       ON CONFLICT (id) DO NOTHING`,
    )
      .bind(`fact_${payment.id}`, payment.appId, payment.id, payment.orderId, ctx.now())
      .run();
  }
  await seeToSuccess(ctx, payment);
}

/** How long a payer may take over what their bank asks of them. No hold lasts so long. */
const abandonedMs = 30 * 60_000;

async function outcomeOf(ctx: Ctx, { id: reference, chargeId, createdAt, provider: name }: PaymentRow): Promise<ChargeOutcome | null> {
  const provider = providerNamed(name);
  const outcome = await provider.retrieve(ctx, { reference, chargeId, createdAt });
  const waitsForPayer = outcome?.status === "pending" && outcome.nextAction.type !== "await_settlement";
  return waitsForPayer && provider.giveUp && createdAt < ctx.now() - abandonedMs ? provider.giveUp(ctx, outcome) : outcome;
}

async function askProvider(ctx: Ctx, payment: PaymentRow): Promise<void> {
  const outcome = await outcomeOf(ctx, payment);
  const recorded = await recordOutcome(ctx, payment, outcome ?? { status: "failed", chargeId: null, failureCode: "never_charged" });
  await seeToOutcome(ctx, recorded);
}
