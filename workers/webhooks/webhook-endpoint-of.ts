import type { WebhookEndpointCalls } from "../../contracts/webhooks.ts";

/** The object that has an endpoint's deliveries. The class implements `WebhookEndpointCalls`, so its stub answers by it. */
export const webhookEndpointOf = (env: Env, endpointId: string): WebhookEndpointCalls =>
  env.WEBHOOK_ENDPOINT.getByName(endpointId) as unknown as WebhookEndpointCalls;
