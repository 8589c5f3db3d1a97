import { and, eq } from "drizzle-orm";
import type { Ctx } from "../platform/context.ts";
import type { ChargeOutcome } from "./provider.ts";
import { type PaymentRow, payments } from "./tables.ts";

type Outcome = ChargeOutcome | { status: "failed"; chargeId: null; failureCode: string };

/**
 * Writes what the provider said of a charge. Only a payment that still waits changes, so the answer to our call and the webhook may come in
 * any order, and again. Returns the payment as it then stands.
 */
export async function recordOutcome(ctx: Ctx, payment: PaymentRow, outcome: Outcome): Promise<PaymentRow> {
  const changed = await ctx.db
    .update(payments)
    .set({
      chargeId: outcome.chargeId,
      status: outcome.status === "succeeded" ? "SUCCESS" : outcome.status === "failed" ? "FAILED" : "PENDING",
      failureCode: outcome.status === "failed" ? outcome.failureCode : null,
      nextAction: outcome.status === "pending" ? outcome.nextAction : null,
      updatedAt: ctx.now(),
    })
    .where(and(eq(payments.id, payment.id), eq(payments.appId, payment.appId), eq(payments.status, "PENDING")))
    .returning()
    .get();
  if (changed !== undefined) return changed;
  const current = await ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.id, payment.id), eq(payments.appId, payment.appId)))
    .get();
  return current ?? payment;
}
