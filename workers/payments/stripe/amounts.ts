import { AppError } from "../../platform/app-error.ts";

/**
 * Stripe counts in minor units as we do, but not in the same ones everywhere: Icelandic króna and Ugandan shillings have no smaller coin and go to Stripe in
 * hundredths, ariary go whole. https://docs.stripe.com/currencies#minor-units
 */
const toStripe: Record<string, number> = { ISK: 100, UGX: 100, MGA: 0.01 };

/** Of these there are thousandths, and cards take no less than ten of them. */
const inTens = new Set(["BHD", "JOD", "KWD", "OMR", "TND"]);

/** Our minor units in Stripe's. VALIDATION_FAILED for an amount that no card can be charged. */
export function stripeAmount(amount: number, currency: string): number {
  const converted = Math.round(amount * (toStripe[currency] ?? 1));
  const isExact = marqueeAmount(converted, currency) === amount;
  if (!isExact || (inTens.has(currency) && amount % 10 !== 0)) {
    throw new AppError("VALIDATION_FAILED", { issues: [{ path: "amount", message: `${amount} ${currency} cannot be charged to a card` }] });
  }
  return converted;
}

/** Stripe's minor units in ours. */
export const marqueeAmount = (amount: number, currency: string): number => Math.round(amount / (toStripe[currency] ?? 1));
