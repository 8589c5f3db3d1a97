import type { Form } from "./forms.ts";
import { textAt, textsAt } from "./forms.ts";
import { type Intent, idOf, type ReturnUrls } from "./intents.ts";
import { invalidRequest, missing } from "./stripe-error.ts";

export interface StripeRefund {
  id: string;
  object: "refund";
  amount: number;
  charge: string | null;
  created: number;
  currency: string;
  metadata: Record<string, string>;
  payment_intent: string;
  status: "succeeded";
}

export interface StripeDispute {
  id: string;
  object: "dispute";
  amount: number;
  charge: string | null;
  created: number;
  currency: string;
  livemode: false;
  metadata: Record<string, string>;
  payment_intent: string;
  reason: "fraudulent";
  status: "needs_response" | "won" | "lost";
}

/** What the provider knows: its intents, what of them went back and what is disputed. */
export class StripeBooks {
  readonly intents = new Map<string, Intent>();
  readonly refunds = new Map<string, StripeRefund>();
  readonly disputes = new Map<string, StripeDispute>();
  readonly returnUrls: ReturnUrls = new Map();

  intent(id: string, param = "id"): Intent {
    const intent = this.intents.get(id);
    if (intent === undefined) throw missing("payment_intent", id, param);
    return intent;
  }

  refundsOf = (intentId: string): StripeRefund[] => [...this.refunds.values()].filter((refund) => refund.payment_intent === intentId);
  refundedOf = (intentId: string): number => this.refundsOf(intentId).reduce((sum, { amount }) => sum + amount, 0);

  /** Gives back part of what an intent brought in, or all that is left. Throws what Stripe says of more than that. */
  refund(form: Form, now: number): StripeRefund {
    const intent = this.intent(textAt(form, "payment_intent") ?? "", "payment_intent");
    if (intent.status !== "succeeded") throw invalidRequest("This PaymentIntent does not have a successful charge to refund.");
    const left = intent.amount_received - this.refundedOf(intent.id);
    if (left === 0) throw invalidRequest(`Charge ${intent.latest_charge} has already been refunded.`, { code: "charge_already_refunded" });
    const amount = Number(textAt(form, "amount") ?? left);
    if (!Number.isSafeInteger(amount) || amount < 1) throw invalidRequest("Invalid positive integer", { param: "amount" });
    if (amount > left)
      throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, { param: "amount" });
    const refund: StripeRefund = {
      id: idOf("re"),
      object: "refund",
      amount,
      charge: intent.latest_charge,
      created: Math.floor(now / 1000),
      currency: intent.currency,
      metadata: textsAt(form, "metadata"),
      payment_intent: intent.id,
      status: "succeeded",
    };
    this.refunds.set(refund.id, refund);
    return refund;
  }

  /** The payer asks their bank for the money. */
  dispute(intentId: string, now: number): StripeDispute {
    const { id, amount, currency, latest_charge } = this.intent(intentId);
    const dispute: StripeDispute = {
      id: idOf("du"),
      object: "dispute",
      amount,
      charge: latest_charge,
      created: Math.floor(now / 1000),
      currency,
      livemode: false,
      metadata: {},
      payment_intent: id,
      reason: "fraudulent",
      status: "needs_response",
    };
    this.disputes.set(dispute.id, dispute);
    return dispute;
  }

  /** A charge as its events carry it: it has its intent and how much went back, and not the refunds themselves. */
  chargeOf(intent: Intent): Record<string, unknown> {
    const refunded = this.refundedOf(intent.id);
    return {
      id: intent.latest_charge,
      object: "charge",
      amount: intent.amount,
      amount_refunded: refunded,
      currency: intent.currency,
      metadata: intent.metadata,
      payment_intent: intent.id,
      refunded: refunded === intent.amount,
      status: "succeeded",
    };
  }
}
