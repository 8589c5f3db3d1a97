import type Stripe from "stripe";
import type { ChargeOutcome } from "../provider.ts";
import { marqueeAmount } from "./amounts.ts";

/** A bank that does not say how long it takes. */
const settlesInSeconds = 3600;

/** How a PaymentIntent stands, in our words. */
export function outcomeOfIntent(intent: Stripe.PaymentIntent): ChargeOutcome {
  const { id: chargeId, status } = intent;
  if (status === "succeeded") return { status: "succeeded", chargeId, amount: marqueeAmount(intent.amount, intent.currency.toUpperCase()) };
  if (status === "canceled") return { status: "failed", chargeId, failureCode: intent.cancellation_reason ?? "canceled" };
  if (status === "requires_payment_method") return { status: "failed", chargeId, failureCode: failureCodeOf(intent.last_payment_error) };
  if (status !== "requires_action") return { status: "pending", chargeId, nextAction: { type: "await_settlement", settlesInSeconds } };
  const url = intent.next_action?.redirect_to_url?.url;
  if (typeof url === "string") return { status: "pending", chargeId, nextAction: { type: "redirect", url } };
  return { status: "pending", chargeId, nextAction: { type: "use_stripe_sdk", clientSecret: intent.client_secret ?? "" } };
}

/** Why a card was refused: the bank's own reason where it gives one, for `generic_decline` is none. */
export function failureCodeOf(error: { code?: string | undefined; decline_code?: string | undefined } | null): string {
  const { code, decline_code: reason } = error ?? {};
  return reason === undefined || reason === "generic_decline" ? (code ?? "card_declined") : reason;
}
