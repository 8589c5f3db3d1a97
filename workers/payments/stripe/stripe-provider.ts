import type Stripe from "stripe";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Charge, PaymentProvider } from "../provider.ts";
import { stripeAmount } from "./amounts.ts";
import { foreignIdOf } from "./foreign-refunds.ts";
import { newsOfEvent } from "./news-of-event.ts";
import { stripeClient, stripeEvent } from "./stripe-client.ts";
import { failureOf, nullIfMissing, outcomeOfRefusal } from "./stripe-failure.ts";
import { outcomeOfIntent } from "./stripe-outcome.ts";

/**
 * Stripe, by its own client: a charge is a PaymentIntent that is created and confirmed in one request. Our id is its idempotency key and stands in its
 * metadata, so that no crash charges twice and every webhook leads back to its payment.
 */
export const stripeProvider: PaymentProvider = {
  name: "stripe",

  async charge(ctx, charge, signal) {
    const intent = intentOf(ctx, charge);
    const stripe = await stripeClient(ctx.env, signal);
    return stripe.paymentIntents.create(intent, { idempotencyKey: charge.reference }).then(outcomeOfIntent, outcomeOfRefusal);
  },

  async retrieve(ctx, { reference, chargeId, createdAt }, signal) {
    const stripe = await stripeClient(ctx.env, signal);
    const intent = await (chargeId === null ? findIntent(stripe, reference, createdAt) : stripe.paymentIntents.retrieve(chargeId)).catch(
      nullIfMissing,
    );
    return intent === null ? null : outcomeOfIntent(intent);
  },

  async giveUp(ctx, { chargeId }, signal) {
    const stripe = await stripeClient(ctx.env, signal);
    const canceled = stripe.paymentIntents.cancel(chargeId, { cancellation_reason: "abandoned" });
    // It may have succeeded at the last moment, and then it says so.
    return outcomeOfIntent(await canceled.catch(() => stripe.paymentIntents.retrieve(chargeId)).catch(refuse));
  },

  async refund(ctx, { refundId, chargeId, amount, currency }, signal) {
    const stripe = await stripeClient(ctx.env, signal);
    const foreignId = foreignIdOf(refundId);
    // What was given back at Stripe itself is only looked at.
    const made = await (foreignId === undefined
      ? refundOnce(stripe, { refundId, chargeId, amount: stripeAmount(amount, currency) })
      : stripe.refunds.retrieve(foreignId)
    ).catch(refuse);
    if (made.status === "failed" || made.status === "canceled") throw new Error(`Stripe's refund ${made.id} is ${made.status}`);
  },

  async readWebhook(ctx, { headers, body }) {
    // An empty secret would let everybody sign.
    if (ctx.env.STRIPE_WEBHOOK_SECRET === "") throw new AppError("PROVIDER_NOT_FOUND");
    const event = await stripeEvent(ctx, { body, signature: headers.get("stripe-signature") ?? "" }).catch(() => {
      throw new AppError("SIGNATURE_INVALID");
    });
    return newsOfEvent(ctx, event);
  },
};

const refuse = (error: unknown): never => {
  throw failureOf(error);
};

function intentOf(ctx: Ctx, { reference, amount, currency, token, returnPath }: Charge): Stripe.PaymentIntentCreateParams {
  const ours = ctx.env.PUBLIC_URL || ctx.ownOrigin;
  return {
    amount: stripeAmount(amount, currency),
    currency: currency.toLowerCase(),
    confirm: true,
    metadata: { reference },
    // A payer who could not come back is not sent away.
    automatic_payment_methods: { enabled: true, allow_redirects: ours ? "always" : "never" },
    ...(ours && { return_url: `${ours}${returnPath}` }),
    ...(token.startsWith("tok_") ? { payment_method_data: dataOfToken(token) } : { payment_method: token }),
  };
}

/** Cards of before PaymentMethods. Stripe's API takes them, and its types do not say so. */
const dataOfToken = (token: string): Stripe.PaymentIntentCreateParams.PaymentMethodData => {
  const data = { type: "card" as const, card: { token } };
  return data;
};

/** How far the clocks may be apart, and how long a request may be on its way. */
const aroundSeconds = 120;
const pagesMax = 10;

/** The intent of a payment whose answer never came: Stripe's search is minutes behind, so it is looked for among those of that time. */
async function findIntent(stripe: Stripe, reference: string, createdAt: number): Promise<Stripe.PaymentIntent | null> {
  const at = Math.floor(createdAt / 1000);
  const created = { gte: at - aroundSeconds, lte: at + aroundSeconds };
  let after: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const { data, has_more } = await stripe.paymentIntents.list({ created, limit: 100, ...(after && { starting_after: after }) });
    const found = data.find(({ metadata }) => metadata.reference === reference);
    if (found !== undefined || !has_more) return found ?? null;
    after = data.at(-1)?.id;
  }
  throw new Error(`more payments than can be looked through around ${reference}`);
}

interface Refund {
  refundId: string;
  chargeId: string;
  amount: number;
}

/** Stripe forgets idempotency keys after a day, so what it has given back is looked at first. */
async function refundOnce(stripe: Stripe, { refundId, chargeId, amount }: Refund): Promise<Stripe.Refund> {
  const { data } = await stripe.refunds.list({ payment_intent: chargeId, limit: 100 });
  const before = data.find(({ metadata }) => metadata?.refundId === refundId);
  return before ?? stripe.refunds.create({ payment_intent: chargeId, amount, metadata: { refundId } }, { idempotencyKey: refundId });
}
