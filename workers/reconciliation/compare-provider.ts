import { and, desc, gt, inArray, lt } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import { providerNamed } from "../payments/provider.ts";
import { recordOutcome } from "../payments/record-outcome.ts";
import { type PaymentRow, payments } from "../payments/tables.ts";
import type { Ctx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import type { Finding, PartStep } from "./finding.ts";

const dayMs = 86_400_000;
const settledMs = 15 * 60_000;

/**
 * Asks the providers about the last payments of a day, so many of them: PROVIDER_DIFFERS where they say something else of status or amount. What was charged
 * although we had given it up goes back, as when the provider says so by itself. A provider that does not answer ends the asking.
 */
export async function compareProvider(ctx: Ctx): Promise<PartStep<never>> {
  const now = ctx.now();
  const sample = await ctx.db
    .select()
    .from(payments)
    .where(
      and(
        gt(payments.id, newId("payment", now - dayMs)),
        lt(payments.updatedAt, now - settledMs),
        inArray(payments.status, ["SUCCESS", "REFUNDED", "FAILED"]),
      ),
    )
    .orderBy(desc(payments.id))
    .limit(limits.chargesCompared);
  const findings: Finding[] = [];
  let done = 0;
  for (const payment of sample) {
    try {
      findings.push(...(await compareCharge(ctx, payment)));
      done++;
    } catch (error) {
      ctx.log.warn("the reconciliation could not ask the payment provider", { payment: payment.id, cause: String(error) });
      break;
    }
  }
  return { next: null, done, findings };
}

async function compareCharge(ctx: Ctx, payment: PaymentRow): Promise<Finding[]> {
  const { id: reference, chargeId, createdAt, provider, status, amount } = payment;
  // Of what was refused before it was charged the provider knows nothing.
  if (status === "FAILED" && chargeId !== null) return [];
  const outcome = await providerNamed(provider).retrieve(ctx, { reference, chargeId, createdAt });
  const found = (detail: string, healed: boolean): Finding[] => [{ kind: "PROVIDER_DIFFERS", subject: reference, detail, healed }];
  if (status === "FAILED") {
    if (outcome?.status !== "succeeded") return [];
    const recorded = await recordOutcome(ctx, payment, outcome);
    return found(`failed here, charged at ${provider}`, recorded.status === "REFUNDED");
  }
  if (outcome?.status !== "succeeded") return found(`${status} here, ${outcome?.status ?? "unknown"} at ${provider}`, false);
  if (outcome.amount !== undefined && outcome.amount !== amount) return found(`${amount} here, ${outcome.amount} at ${provider}`, false);
  return [];
}
