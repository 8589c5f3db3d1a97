import type { NextAction } from "../../contracts/payments.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { callDependency } from "../platform/outgoing.ts";
import { simulatedProvider } from "./simulated-provider.ts";
import { stripeProvider } from "./stripe/stripe-provider.ts";

/** How a charge stands at its provider. `pending`: a webhook will tell. `amount`: what was taken, in our minor units, where the provider says so. */
export type ChargeOutcome =
  | { status: "succeeded"; chargeId: string; amount?: number }
  | { status: "pending"; chargeId: string; nextAction: NextAction }
  | { status: "failed"; chargeId: string | null; failureCode: string };

/** What is to be charged: `amount` minor units to what `token` stands for. `returnPath`: of our page to which a bank sends the payer back. */
export interface Charge {
  /** Our payment's id. */
  reference: string;
  amount: number;
  currency: string;
  token: string;
  returnPath: string;
}

/** What a provider's webhook says of a charge, once its signature was found good. */
export interface Settlement {
  chargeId: string;
  /** Our payment's id, as we gave it with the charge. */
  reference: string;
  outcome: "succeeded" | "failed";
  amount: number;
  currency: string;
  failureCode?: string;
}

/** What a payer's bank has asked back of a charge, and how that went. */
export interface Dispute {
  chargeId: string;
  disputeId: string;
  stage: "DISPUTED" | "DISPUTE_WON" | "DISPUTE_LOST";
  amount: number;
}

/** What was given back of a charge at the provider itself, without our asking. */
export interface ForeignRefunds {
  chargeId: string;
  refunds: { refundId: string; amount: number }[];
}

/** All that a webhook may say. `ignored`: nothing that concerns us. */
export type ProviderNews =
  | ({ type: "settled" } & Settlement)
  | ({ type: "disputed" } & Dispute)
  | ({ type: "refunded" } & ForeignRefunds)
  | { type: "ignored"; what: string };

/** A payment provider. Every call is idempotent by our own id, so that it may be repeated after a crash. `signal` ends a call that is late. */
export interface PaymentProvider {
  name: string;
  /** Throws when the provider failed and nothing was charged; VALIDATION_FAILED for an amount that it does not take. */
  charge(ctx: Ctx, charge: Charge, signal?: AbortSignal): Promise<ChargeOutcome>;
  /** How the charge for this payment stands, or null if the provider has none. `createdAt`: of the payment, in ms. */
  retrieve(
    ctx: Ctx,
    payment: { reference: string; chargeId: string | null; createdAt: number },
    signal?: AbortSignal,
  ): Promise<ChargeOutcome | null>;
  /** Ends a charge for which its payer never did what they were asked to. Answers how it stands then: it may have been paid all the same. */
  giveUp?(ctx: Ctx, charge: { chargeId: string }, signal?: AbortSignal): Promise<ChargeOutcome>;
  /** Gives part of a charge back, or all of it. Throws when the provider failed, or has not so much of this charge. */
  refund(ctx: Ctx, refund: { refundId: string; chargeId: string; amount: number; currency: string }, signal?: AbortSignal): Promise<void>;
  /** Throws SIGNATURE_INVALID for a delivery that is forged, altered or older than five minutes. */
  readWebhook(ctx: Ctx, delivery: { headers: Headers; body: string }): Promise<ProviderNews>;
}

/**
 * The same provider behind the circuit breaker `payments`: each call within its time limit, and none while the breaker is open. Nothing is retried: what
 * became of a charge is asked for by the sweep.
 */
function guarded(provider: PaymentProvider): PaymentProvider {
  const { giveUp } = provider;
  return {
    name: provider.name,
    charge: (ctx, charge) => callDependency(ctx, "payments", (signal) => provider.charge(ctx, charge, signal)),
    retrieve: (ctx, payment) => callDependency(ctx, "payments", (signal) => provider.retrieve(ctx, payment, signal)),
    ...(giveUp && { giveUp: (ctx, charge) => callDependency(ctx, "payments", (signal) => giveUp(ctx, charge, signal)) }),
    refund: (ctx, refund) => callDependency(ctx, "payments", (signal) => provider.refund(ctx, refund, signal)),
    readWebhook: (ctx, delivery) => provider.readWebhook(ctx, delivery),
  };
}

const providers: Record<string, PaymentProvider> = { simulated: guarded(simulatedProvider), stripe: guarded(stripeProvider) };

/** The provider of this name. PROVIDER_NOT_FOUND. */
export function providerNamed(name: string): PaymentProvider {
  const provider = Object.hasOwn(providers, name) ? providers[name] : undefined;
  if (provider === undefined) throw new AppError("PROVIDER_NOT_FOUND");
  return provider;
}
