import { createHmac } from "node:crypto";
import { idOf } from "./intents.ts";

/** A delivery as it was signed: the header `stripe-signature` and the exact text of the body. */
export interface StripeDelivery {
  type: string;
  /** The PaymentIntent that it is about. */
  intent: string;
  signature: string;
  body: string;
}

/** Stripe's signature of a body at a time in seconds: `t=…,v1=…`, an HMAC of both with the endpoint's secret. */
export function signatureOf(body: string, secret: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

/** Makes events, keeps every delivery, and posts it to an endpoint if one is registered. */
export class WebhookSender {
  readonly deliveries: StripeDelivery[] = [];
  endpoint: string | null = null;
  readonly #secret: string;
  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The event, delivered. A post that fails is not repeated: whoever tests that sends the delivery again. */
  async send(type: string, intent: string, object: object, now: number): Promise<void> {
    const seconds = Math.floor(now / 1000);
    const event = {
      id: idOf("evt"),
      object: "event",
      api_version: "2026-10-28.endive",
      created: seconds,
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    };
    const body = JSON.stringify(event, null, 2);
    const delivery = { type, intent, signature: signatureOf(body, this.#secret, seconds), body };
    this.deliveries.push(delivery);
    if (this.endpoint === null) return;
    const headers = { "content-type": "application/json; charset=utf-8", "stripe-signature": delivery.signature };
    await fetch(this.endpoint, { method: "POST", headers, body }).catch(() => {});
  }
}
