import { and, eq } from "drizzle-orm";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { seeToOutcome } from "./confirm-paid.ts";
import type { Settlement } from "./provider.ts";
import { recordOutcome } from "./record-outcome.ts";
import { payments } from "./tables.ts";

/**
 * Takes a provider's word on a charge: early, late and repeated deliveries all end the same. A success for a reservation that is over is
 * refunded at once, and one that is to book by itself does. PAYMENT_NOT_FOUND; PAYMENT_AMOUNT_MISMATCH if it speaks of other money than ours.
 */
export async function settlePayment(ctx: Ctx, provider: string, settlement: Settlement): Promise<void> {
  const payment = await ctx.db
    .select()
    .from(payments)
    .where(and(eq(payments.id, settlement.reference), eq(payments.provider, provider)))
    .get();
  if (payment === undefined || (payment.chargeId !== null && payment.chargeId !== settlement.chargeId))
    throw new AppError("PAYMENT_NOT_FOUND");
  if (payment.amount !== settlement.amount || payment.currency !== settlement.currency) throw new AppError("PAYMENT_AMOUNT_MISMATCH");
  const { chargeId } = settlement;
  const settled = await recordOutcome(
    ctx,
    payment,
    settlement.outcome === "succeeded"
      ? { status: "succeeded", chargeId }
      : { status: "failed", chargeId, failureCode: settlement.failureCode ?? "card_declined" },
  );
  await seeToOutcome(ctx, settled);
}
