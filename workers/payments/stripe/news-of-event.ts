import type Stripe from "stripe";
import { z } from "zod";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import type { ProviderNews } from "../provider.ts";
import { marqueeAmount } from "./amounts.ts";
import { foreignRefunds } from "./foreign-refunds.ts";
import { failureCodeOf } from "./stripe-outcome.ts";

const money = { id: z.string(), amount: z.number().int(), currency: z.string() };
const ofIntent = { payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullable() };
const Intent = z.object({ ...money, metadata: z.record(z.string(), z.string()) });
const Dispute = z.object({ ...money, ...ofIntent });
/** What of an event we rely on: whoever has the secret may still sign what Stripe would not. */
const shapes: Partial<Record<string, z.ZodType>> = {
  "payment_intent.succeeded": Intent,
  "payment_intent.payment_failed": Intent,
  "payment_intent.canceled": Intent,
  "charge.dispute.created": Dispute,
  "charge.dispute.closed": Dispute,
  "charge.refunded": z.object(ofIntent),
};

/** What an event of Stripe's means for us. An intent without our reference is somebody else's on the same account. VALIDATION_FAILED for what is no event of that type. */
export async function newsOfEvent(ctx: Ctx, event: Stripe.Event): Promise<ProviderNews> {
  if (shapes[event.type]?.safeParse(event.data?.object).success === false) {
    throw new AppError("VALIDATION_FAILED", { issues: [{ path: "data.object", message: `is not that of ${event.type}` }] });
  }
  const ignored = { type: "ignored" as const, what: event.type };
  switch (event.type) {
    case "payment_intent.succeeded":
    case "payment_intent.payment_failed":
    case "payment_intent.canceled": {
      const intent = event.data.object;
      const { reference } = intent.metadata;
      if (reference === undefined) return ignored;
      const currency = intent.currency.toUpperCase();
      return {
        type: "settled",
        chargeId: intent.id,
        reference,
        currency,
        amount: marqueeAmount(intent.amount, currency),
        ...(event.type === "payment_intent.succeeded"
          ? { outcome: "succeeded" }
          : {
              outcome: "failed",
              failureCode:
                event.type === "payment_intent.canceled"
                  ? (intent.cancellation_reason ?? "canceled")
                  : failureCodeOf(intent.last_payment_error),
            }),
      };
    }
    case "charge.dispute.created":
    case "charge.dispute.closed": {
      const { id: disputeId, payment_intent, amount, currency, status } = event.data.object;
      if (payment_intent === null) return ignored;
      const stage = event.type === "charge.dispute.created" ? "DISPUTED" : status === "lost" ? "DISPUTE_LOST" : "DISPUTE_WON";
      return { type: "disputed", chargeId: idOf(payment_intent), disputeId, stage, amount: marqueeAmount(amount, currency.toUpperCase()) };
    }
    case "charge.refunded": {
      const { payment_intent } = event.data.object;
      return payment_intent === null
        ? ignored
        : { type: "refunded", chargeId: idOf(payment_intent), refunds: await foreignRefunds(ctx, idOf(payment_intent)) };
    }
    default:
      return ignored;
  }
}

const idOf = (reference: string | { id: string }): string => (typeof reference === "string" ? reference : reference.id);
