import { randomBytes } from "node:crypto";
import { type Form, textAt, textsAt } from "./forms.ts";
import { invalidRequest, missing, StripeRefusal } from "./stripe-error.ts";

/** A PaymentIntent, in Stripe's names and units, as far as we look at it. */
export interface Intent {
  id: string;
  object: "payment_intent";
  amount: number;
  amount_received: number;
  cancellation_reason: string | null;
  client_secret: string;
  created: number;
  currency: string;
  last_payment_error: Record<string, unknown> | null;
  latest_charge: string | null;
  livemode: false;
  metadata: Record<string, string>;
  next_action: Record<string, unknown> | null;
  payment_method: string | null;
  status: "requires_payment_method" | "requires_action" | "processing" | "succeeded" | "canceled";
}

/** Where the payer comes back to after a page of the bank, by the intent's id. Stripe does not show it. */
export type ReturnUrls = Map<string, string>;

export const idOf = (prefix: string): string => `${prefix}_${randomBytes(12).toString("hex")}`;

const threeDecimals = ["bhd", "jod", "kwd", "omr", "tnd"];
const declines: Record<string, string> = {
  pm_card_chargeDeclined: "generic_decline",
  pm_card_chargeDeclinedInsufficientFunds: "insufficient_funds",
  tok_chargeDeclined: "generic_decline",
};
const succeeding = ["pm_card_visa", "pm_card_mastercard", "pm_local_hangs", "tok_visa"];
const processing = ["pm_usBankAccount_processing"];
const asking = ["pm_card_threeDSecure2Required"];

/** A new intent, created and confirmed in one request. Throws what Stripe refuses, with the intent that a declined card leaves behind. */
export function createIntent(form: Form, now: number, bank: { pageOf: (id: string) => string; returnUrls: ReturnUrls }): Intent {
  const amount = Number(textAt(form, "amount"));
  const currency = textAt(form, "currency") ?? "";
  const method = textAt(form, "payment_method") ?? textAt(form, "payment_method_data", "card", "token") ?? "";
  const returnUrl = textAt(form, "return_url");
  if (!Number.isSafeInteger(amount) || amount < 1) throw invalidRequest("Invalid positive integer", { param: "amount" });
  if (!/^[a-z]{3}$/.test(currency)) throw invalidRequest(`Invalid currency: ${currency}`, { param: "currency" });
  if (["eur", "usd"].includes(currency) && amount < 50)
    throw invalidRequest("Amount must be at least 50 cents", { code: "amount_too_small", param: "amount" });
  if (threeDecimals.includes(currency) && amount % 10 !== 0) throw invalidRequest("Amount must be divisible by 10", { param: "amount" });
  if (textAt(form, "confirm") !== "true") throw invalidRequest("This server confirms at once", { param: "confirm" });
  const redirects = textAt(form, "automatic_payment_methods", "allow_redirects") ?? "always";
  if (redirects === "always" && returnUrl === undefined) throw invalidRequest("You must provide a `return_url`", { param: "return_url" });
  const known = [...succeeding, ...processing, ...asking, ...Object.keys(declines)];
  if (!known.includes(method)) throw missing(method.startsWith("tok_") ? "token" : "PaymentMethod", method, "payment_method");

  const id = idOf("pi");
  const intent: Intent = {
    id,
    object: "payment_intent",
    amount,
    amount_received: 0,
    cancellation_reason: null,
    client_secret: `${id}_secret_${randomBytes(8).toString("hex")}`,
    created: Math.floor(now / 1000),
    currency,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: textsAt(form, "metadata"),
    next_action: null,
    payment_method: method,
    status: "processing",
  };
  if (succeeding.includes(method)) succeed(intent);
  if (asking.includes(method)) {
    intent.status = "requires_action";
    intent.next_action =
      returnUrl === undefined
        ? { type: "use_stripe_sdk", use_stripe_sdk: { type: "three_d_secure_redirect" } }
        : { type: "redirect_to_url", redirect_to_url: { url: bank.pageOf(id), return_url: returnUrl } };
    if (returnUrl !== undefined) bank.returnUrls.set(id, returnUrl);
  }
  const decline = declines[method];
  if (decline !== undefined) fail(intent, { code: "card_declined", decline_code: decline, message: "Your card was declined." });
  return intent;
}

/** The money of an intent has arrived. */
export function succeed(intent: Intent): void {
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  intent.latest_charge = idOf("ch");
  intent.next_action = null;
}

/** An intent was refused, with what Stripe says of it; another card could still be tried. */
export function fail(intent: Intent, error: { code: string; message: string; decline_code?: string }): void {
  intent.status = "requires_payment_method";
  intent.last_payment_error = { type: "card_error", ...error };
  intent.latest_charge = idOf("ch");
  intent.next_action = null;
}

/** Ends an intent that waits for its payer. Throws what Stripe says of one that cannot be canceled. */
export function cancel(intent: Intent, reason: string | undefined): void {
  if (intent.status === "succeeded" || intent.status === "canceled") {
    throw invalidRequest(`You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`, {
      code: "payment_intent_unexpected_state",
      payment_intent: intent,
    });
  }
  intent.status = "canceled";
  intent.cancellation_reason = reason ?? null;
  intent.next_action = null;
}

/** The answer to a request whose card was declined: 402 with the intent. */
export const declined = (intent: Intent): StripeRefusal =>
  new StripeRefusal(402, { ...intent.last_payment_error, charge: intent.latest_charge, payment_intent: intent });
