import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import type { Page } from "../contracts/envelope.ts";
import type { WebhookDelivery, WebhookEndpoint, WebhookEventType } from "../contracts/webhooks.ts";
import { webhookEndpointOf } from "../workers/webhooks/webhook-endpoint-of.ts";
import { call, makeApp, type TestApp } from "./harness.ts";
import { WebhookReceiver } from "./webhook-receiver.ts";

const path = "/api/v1/webhook-endpoints";

/** An endpoint of an app, with somebody who listens at it. */
export interface TestEndpoint {
  app: TestApp;
  id: string;
  secret: string;
  path: string;
  receiver: WebhookReceiver;
}

/** Registers an endpoint at a receiver of its own. */
export async function openEndpoint(app?: TestApp, events: WebhookEventType[] = ["booking.confirmed"]): Promise<TestEndpoint> {
  const owner = app ?? (await makeApp());
  const receiver = new WebhookReceiver();
  const made = await call<{ endpoint: WebhookEndpoint; secret: string }>("POST", path, {
    server: owner,
    body: { url: receiver.url, events },
  });
  expect([made.status, made.body.error]).toEqual([201, undefined]);
  const { endpoint, secret } = made.body.data;
  return { app: owner, id: endpoint.id, secret, path: `${path}/${endpoint.id}`, receiver };
}

/** An endpoint and the delivery of a test to it, by their ids. */
export async function testedEndpoint(app: TestApp): Promise<{ webhookEndpoint: string; webhookDelivery: string }> {
  const endpoint = await openEndpoint(app);
  const sent = await call<{ delivery: WebhookDelivery }>("POST", `${endpoint.path}/test`, { server: app });
  return { webhookEndpoint: endpoint.id, webhookDelivery: sent.body.data.delivery.id };
}

export const objectOf = ({ id }: TestEndpoint) => env.WEBHOOK_ENDPOINT.getByName(id);

/** Gives an endpoint's object a message for each of these names. */
export const tell = ({ id }: TestEndpoint, ...names: string[]): Promise<void> =>
  webhookEndpointOf(env, id).take(
    names.map((name) => ({ messageId: `msg_${name}`, type: "booking.confirmed", body: JSON.stringify({ name }) })),
  );

export async function endpointNow({ app, path: own }: TestEndpoint): Promise<WebhookEndpoint> {
  return (await call<{ endpoint: WebhookEndpoint }>("GET", own, { server: app })).body.data.endpoint;
}

export async function deliveriesOf({ app, path: own }: TestEndpoint, query = ""): Promise<WebhookDelivery[]> {
  return (await call<Page<WebhookDelivery>>("GET", `${own}/deliveries?limit=100${query}`, { server: app })).body.data.items;
}

/** Waits until every delivery has had an attempt and none is under way. */
export async function settled(endpoint: TestEndpoint): Promise<WebhookDelivery[]> {
  return vi.waitFor(
    async () => {
      const { items: found } = await webhookEndpointOf(env, endpoint.id).deliveries({ limit: 100, before: null, status: null });
      if (found.some(({ attempts }) => attempts.length === 0)) throw new Error("there are deliveries without an attempt");
      return found;
    },
    { timeout: 15_000, interval: 20 },
  );
}

/** Lives on for so long, in virtual time: whatever the object has set its alarm for happens at its moment. */
export async function liveOn(endpoint: TestEndpoint, ms: number): Promise<void> {
  const until = Date.now() + ms;
  for (;;) {
    const alarm = await runInDurableObject(objectOf(endpoint), (_, state) => state.storage.getAlarm());
    if (alarm === null || alarm > until) break;
    vi.setSystemTime(Math.max(alarm, Date.now()));
    await runDurableObjectAlarm(objectOf(endpoint));
  }
  vi.setSystemTime(Math.max(until, Date.now()));
}
