import { and, eq } from "drizzle-orm";
import type { NextAction } from "../../contracts/payments.ts";
import type { Ctx } from "../platform/context.ts";
import { announceFacts } from "../platform/outbox.ts";
import { count } from "../platform/telemetry.ts";
import type { ChargeOutcome } from "./provider.ts";
import { refundLateCharge } from "./refund-late-charge.ts";
import { type PaymentRow, payments } from "./tables.ts";

/** How a charge stands: as its provider said, or as it must be without a word of it. */
export type Outcome =
  | ChargeOutcome
  | { status: "failed"; chargeId: null; failureCode: string }
  | { status: "pending"; chargeId: null; nextAction: NextAction };

/**
 * Writes what the provider said of a charge. Only a payment that still waits changes, so the answer to our call and the webhook may come in
 * any order, and again; a charge that succeeds although its payment was given up goes back. Returns the payment as it then stands.
 */
export async function recordOutcome(ctx: Ctx, payment: PaymentRow, outcome: Outcome): Promise<PaymentRow> {
  const [changed] = await outcomeRecord(ctx, payment, outcome);
  if (changed !== undefined) {
    if (changed.status === "FAILED") count("payment_failures_total", { reason: reasonOf(changed.failureCode) });
    // An order hears of it from whoever waits for the answer.
    if (changed.status === "FAILED" && changed.orderId === null) announceFacts(ctx);
    return changed;
  }
  const current = await ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.id, payment.id), eq(payments.appId, payment.appId)))
    .get();
  if (current?.status !== "FAILED" || outcome.status !== "succeeded") return current ?? payment;
  await refundLateCharge(ctx, current, outcome.chargeId);
  return { ...current, status: "REFUNDED", chargeId: outcome.chargeId };
}

/** The query by which a payment that still waits takes over an outcome; its rows: that payment, if it did. Not a promise: it may go into a batch. */
export const outcomeRecord = (ctx: Ctx, { id, appId }: Pick<PaymentRow, "id" | "appId">, outcome: Outcome) =>
  ctx.db
    .update(payments)
    .set({
      chargeId: outcome.chargeId,
      status: outcome.status === "succeeded" ? "SUCCESS" : outcome.status === "failed" ? "FAILED" : "PENDING",
      failureCode: outcome.status === "failed" ? outcome.failureCode : null,
      nextAction: outcome.status === "pending" ? outcome.nextAction : null,
      updatedAt: ctx.now(),
    })
    .where(and(eq(payments.id, id), eq(payments.appId, appId), eq(payments.status, "PENDING")))
    .returning();

/** The failures that are told apart in the metrics; a provider's own codes are without end. */
const reasons = ["card_declined", "insufficient_funds", "card_unknown", "provider_error", "provider_unavailable", "never_charged"];
const reasonOf = (failureCode: string | null): string => (failureCode !== null && reasons.includes(failureCode) ? failureCode : "other");
