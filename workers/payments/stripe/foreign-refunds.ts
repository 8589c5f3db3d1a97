import type { Ctx } from "../../platform/context.ts";
import { callDependency } from "../../platform/outgoing.ts";
import type { ForeignRefunds } from "../provider.ts";
import { marqueeAmount } from "./amounts.ts";
import { stripeClient } from "./stripe-client.ts";
import { failureOf } from "./stripe-failure.ts";

/** The refunds of an intent that we have not asked for: somebody made them in Stripe's dashboard. The event of one does not list them. */
export async function foreignRefunds(ctx: Ctx, chargeId: string): Promise<ForeignRefunds["refunds"]> {
  const { data } = await callDependency(ctx, "payments", async (signal) => {
    const stripe = await stripeClient(ctx.env, signal);
    return stripe.refunds.list({ payment_intent: chargeId, limit: 100 }).catch((error: unknown) => {
      throw failureOf(error);
    });
  });
  return data
    .filter(({ metadata, status }) => metadata?.refundId === undefined && (status === "succeeded" || status === "pending"))
    .map(({ id, amount, currency }) => ({ refundId: `ref_${id}`, amount: marqueeAmount(amount, currency.toUpperCase()) }));
}

/** Stripe's id of a refund that was made there: ours has it in it, also where one became several. Undefined for a refund that we ask for. */
export const foreignIdOf = (refundId: string): string | undefined => /^ref_(re_[A-Za-z0-9]+)/.exec(refundId)?.[1];
