import { beforeAll, inject } from "vitest";
import type { Payment, PaymentWithEvents } from "../contracts/payments.ts";
import { localStripe } from "../scripts/stripe/credentials.ts";
import type { StripeDelivery } from "../scripts/stripe/webhooks.ts";
import { loadStripe } from "../workers/payments/stripe/stripe-client.ts";
import { call, type TestUser } from "./harness.ts";

const stripeUrl = inject("stripeUrl");

// Here modules load over a wire, and two requests that wait for the same one share a promise, which the runtime forbids: so it is there before.
beforeAll(async () => {
  await loadStripe();
});

/** Settings under which the platform takes money by Stripe: the one on this machine. */
export const byStripe = { PAYMENT_PROVIDER: "stripe" };

export const payByStripe = (user: TestUser, reservationToken: string, token = "pm_card_visa") =>
  call<{ payment: Payment; expiresAt: string }>("POST", "/api/v1/payments/process", {
    user,
    body: { reservationToken, method: "card", token },
    env: byStripe,
  });

export const paymentOf = async (user: TestUser, id: string): Promise<PaymentWithEvents> =>
  (await call<{ payment: PaymentWithEvents }>("GET", `/api/v1/payments/${id}`, { user })).body.data.payment;

interface AtStripe {
  intent: { id: string; status: string; amount: number; metadata: Record<string, string> };
  refunds: { id: string; amount: number; metadata: Record<string, string> }[];
  refunded: number;
}

/** Has something happen at Stripe without our asking (`dispute`, `won`, `lost`, `refund`, `arrive`), or only looks (`see`). */
export const atStripe = async (deed: string, intentId: string, query = ""): Promise<AtStripe> =>
  (await fetch(`${stripeUrl}/_local/${deed}/${intentId}${query}`)).json();

/** The intents that Stripe has for a payment. */
export const intentsFor = async (paymentId: string): Promise<AtStripe["intent"][]> => {
  const { intents } = await (await fetch(`${stripeUrl}/_local/of/${paymentId}`)).json<{ intents: AtStripe["intent"][] }>();
  return intents;
};

/** What Stripe has said about an intent so far, of one type, as it was signed. */
export async function deliveriesOf(intentId: string, type: string): Promise<StripeDelivery[]> {
  const all = await (await fetch(`${stripeUrl}/_local/deliveries/${intentId}`)).json<StripeDelivery[]>();
  return all.filter((delivery) => delivery.type === type);
}

/** Brings a delivery to our door. */
export const deliver = ({ body, signature }: Pick<StripeDelivery, "body" | "signature">) =>
  call("POST", "/api/v1/webhooks/payments/stripe", { body, headers: { "stripe-signature": signature } });

/** Brings all deliveries of a type, once or more often. Answers the statuses. */
export async function deliverAll(intentId: string, type: string, times = 1): Promise<number[]> {
  const deliveries = await deliveriesOf(intentId, type);
  const answers = await Promise.all(deliveries.flatMap((delivery) => Array.from({ length: times }, () => deliver(delivery))));
  return answers.map(({ status }) => status);
}

/** Signs a body as Stripe does, by Web Crypto, at a time of one's own. */
export async function signedAt(body: string, at: number, secret = localStripe.webhookSecret) {
  const seconds = Math.floor(at / 1000);
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${seconds}.${body}`)));
  const hex = [...mac].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { body, signature: `t=${seconds},v1=${hex}` };
}
