import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localStripe } from "./credentials.ts";
import { startLocalStripe } from "./local-stripe.ts";

let place: Awaited<ReturnType<typeof startLocalStripe>>;
let stripe: Stripe;
beforeAll(async () => {
  place = await startLocalStripe();
  stripe = clientWith(localStripe.secretKey);
});
afterAll(() => place.stop());

const clientWith = (key: string) => {
  const { hostname, port } = new URL(place.issuer);
  return new Stripe(key, { host: hostname, port, protocol: "http", maxNetworkRetries: 0, telemetry: false });
};
const charging = (payment_method = "pm_card_visa", amount = 6500): Stripe.PaymentIntentCreateParams => ({
  amount,
  currency: "eur",
  confirm: true,
  payment_method,
  automatic_payment_methods: { enabled: true, allow_redirects: "never" },
});

describe("the local Stripe, asked by Stripe's own client", () => {
  it("knows its key, and refuses another", async () => {
    await expect(clientWith("sk_test_other").paymentIntents.create(charging())).rejects.toMatchObject({ statusCode: 401 });
  });

  it("answers an idempotency key with what it answered first, and refuses it for anything else", async () => {
    const options = { idempotencyKey: "one" };
    const first = await stripe.paymentIntents.create(charging(), options);
    expect((await stripe.paymentIntents.create(charging(), options)).id).toBe(first.id);
    await expect(stripe.paymentIntents.create(charging("pm_card_visa", 6600), options)).rejects.toMatchObject({
      type: "StripeIdempotencyError",
    });
    const declined = { idempotencyKey: "two" };
    const attempt = () => stripe.paymentIntents.create(charging("pm_card_chargeDeclined"), declined).catch((error: unknown) => error);
    const [one, two] = [await attempt(), await attempt()];
    expect(one).toMatchObject({ type: "StripeCardError", statusCode: 402, decline_code: "generic_decline" });
    expect(two).toMatchObject({ payment_intent: { id: expect.stringMatching(/^pi_/) } });
    expect([one, two].map((error) => (error instanceof Stripe.errors.StripeCardError ? error.payment_intent?.id : ""))[0]).toBe(
      (two as Stripe.errors.StripeCardError).payment_intent?.id,
    );
  });

  it("gives back no more than it took, lists what it gave, and pages", async () => {
    const { id } = await stripe.paymentIntents.create(charging());
    for (const amount of [1000, 2000, 3500]) await stripe.refunds.create({ payment_intent: id, amount });
    await expect(stripe.refunds.create({ payment_intent: id, amount: 1 })).rejects.toMatchObject({ code: "charge_already_refunded" });
    const seen: number[] = [];
    for await (const { amount } of stripe.refunds.list({ payment_intent: id, limit: 2 })) seen.push(amount);
    expect(seen).toEqual([3500, 2000, 1000]);
  });

  it("refuses what Stripe refuses: unknown cards, a few cents, odd thousandths", async () => {
    await expect(stripe.paymentIntents.create(charging("pm_nobodys"))).rejects.toMatchObject({
      code: "resource_missing",
      param: "payment_method",
    });
    await expect(stripe.paymentIntents.create(charging("pm_card_visa", 30))).rejects.toMatchObject({ code: "amount_too_small" });
    await expect(stripe.paymentIntents.create({ ...charging("pm_card_visa", 1255), currency: "kwd" })).rejects.toMatchObject({
      param: "amount",
    });
  });

  it("posts signed events to an endpoint, which Stripe's client takes and a forger's it does not", async () => {
    const received: { body: string; signature: string }[] = [];
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const part of request.setEncoding("utf8")) body += part;
      received.push({ body, signature: String(request.headers["stripe-signature"]) });
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    await fetch(`${place.issuer}/_local/endpoint?url=${encodeURIComponent(endpoint)}`);
    const { id } = await stripe.paymentIntents.create(charging());
    await fetch(`${place.issuer}/_local/endpoint`);
    await new Promise((resolve) => server.close(resolve));
    const [{ body, signature } = { body: "", signature: "" }] = received;
    const event = stripe.webhooks.constructEvent(body, signature, localStripe.webhookSecret);
    expect([received.length, event.type, (event.data.object as Stripe.PaymentIntent).id]).toEqual([1, "payment_intent.succeeded", id]);
    expect(() => stripe.webhooks.constructEvent(body, signature, "whsec_other")).toThrow("signature");
  });
});
