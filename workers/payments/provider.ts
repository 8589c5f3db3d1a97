import type { NextAction } from "../../contracts/payments.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { callDependency } from "../platform/outgoing.ts";
import { simulatedProvider } from "./simulated-provider.ts";

/** How a charge stands at its provider. `pending`: a webhook will tell. */
export type ChargeOutcome =
  | { status: "succeeded"; chargeId: string }
  | { status: "pending"; chargeId: string; nextAction: NextAction }
  | { status: "failed"; chargeId: string; failureCode: string };

/** What a provider's webhook says, once its signature was found good. */
export interface Settlement {
  chargeId: string;
  /** Our payment's id, as we gave it with the charge. */
  reference: string;
  outcome: "succeeded" | "failed";
  amount: number;
  currency: string;
  failureCode?: string;
}

/** A payment provider. Every call is idempotent by our own id, so that it may be repeated after a crash. */
export interface PaymentProvider {
  name: string;
  /** Charges `amount` minor units to what `token` stands for. Throws when the provider failed and nothing was charged. */
  charge(ctx: Ctx, charge: { reference: string; amount: number; currency: string; token: string }): Promise<ChargeOutcome>;
  /** How the charge for this payment stands, or null if the provider has none. */
  retrieve(ctx: Ctx, reference: string): Promise<ChargeOutcome | null>;
  /** Gives part of a charge back, or all of it. Throws when the provider failed, or has not so much of this charge. */
  refund(ctx: Ctx, refund: { refundId: string; chargeId: string; amount: number }): Promise<void>;
  /** Throws SIGNATURE_INVALID for a delivery that is forged, altered or older than five minutes. */
  readWebhook(ctx: Ctx, delivery: { headers: Headers; body: string }): Promise<Settlement>;
}

/**
 * The same provider behind the circuit breaker `payments`: each call within its time limit, and none while the breaker is open. Nothing is retried: what
 * became of a charge is asked for by the sweep.
 */
const guarded = (provider: PaymentProvider): PaymentProvider => ({
  name: provider.name,
  charge: (ctx, charge) => callDependency(ctx, "payments", () => provider.charge(ctx, charge)),
  retrieve: (ctx, reference) => callDependency(ctx, "payments", () => provider.retrieve(ctx, reference)),
  refund: (ctx, refund) => callDependency(ctx, "payments", () => provider.refund(ctx, refund)),
  readWebhook: (ctx, delivery) => provider.readWebhook(ctx, delivery),
});

const providers: Record<string, PaymentProvider> = { simulated: guarded(simulatedProvider) };

/** The provider of this name. PROVIDER_NOT_FOUND. */
export function providerNamed(name: string): PaymentProvider {
  const provider = Object.hasOwn(providers, name) ? providers[name] : undefined;
  if (provider === undefined) throw new AppError("PROVIDER_NOT_FOUND");
  return provider;
}
