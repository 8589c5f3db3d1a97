import { AppError } from "../../platform/app-error.ts";
import type { ChargeOutcome } from "../provider.ts";
import { failureCodeOf } from "./stripe-outcome.ts";

/** What Stripe's client throws, as far as we look at it. */
interface Thrown {
  type: string;
  message: string;
  statusCode?: number;
  code?: string;
  param?: string;
  decline_code?: string;
  payment_intent?: { id: string };
}

const isThrownByStripe = (error: unknown): error is Thrown =>
  error instanceof Error && "type" in error && typeof error.type === "string" && error.type.startsWith("Stripe");

/** Stripe answered, and not with what was asked for. `status` is the HTTP status of its answer: the circuit breaker judges by it. */
export class StripeFailure extends Error {
  readonly status: number;
  constructor({ type, message, statusCode }: Thrown) {
    super(`${type}: ${message}`);
    this.status = statusCode ?? 500;
  }
}

/**
 * What a refused charge means: a card that its bank declined, or that Stripe does not know, has failed; an amount that Stripe does not take is the caller's to
 * hear, VALIDATION_FAILED. Everything else is thrown as a failure of the provider.
 */
export function outcomeOfRefusal(error: unknown): ChargeOutcome {
  if (!isThrownByStripe(error)) throw error;
  if (error.type === "StripeCardError")
    return { status: "failed", chargeId: error.payment_intent?.id ?? null, failureCode: failureCodeOf(error) };
  if (error.code === "resource_missing" && error.param?.startsWith("payment_method")) {
    return { status: "failed", chargeId: null, failureCode: "card_unknown" };
  }
  if (error.param === "amount") throw new AppError("VALIDATION_FAILED", { issues: [{ path: "amount", message: error.message }] });
  throw new StripeFailure(error);
}

/** The same for calls that charge nothing. */
export function failureOf(error: unknown): unknown {
  return isThrownByStripe(error) ? new StripeFailure(error) : error;
}

/** Null in place of what Stripe does not have. */
export function nullIfMissing(error: unknown): null {
  if (isThrownByStripe(error) && error.code === "resource_missing") return null;
  throw failureOf(error);
}
