import type { MarqueeEvent } from "../../contracts/events.ts";
import { limits } from "../../contracts/limits.ts";
import type { WebhookMessage } from "../../contracts/webhooks.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { findWanted } from "./find-wanted.ts";
import { messageOf } from "./message-of.ts";
import { type Telling, tellingsOf } from "./tellings-of.ts";
import { webhookEndpointOf } from "./webhook-endpoint-of.ts";

/**
 * Gives every webhook endpoint that asked for it what has happened: when this has answered, each endpoint's object has it on disk. Where nobody asks, one
 * statement is all that it costs. Twice does nothing twice: a message's id follows from its event. Throws if an object did not take its messages; the others
 * have taken theirs.
 */
export async function tellEndpoints(ctx: Ctx, events: readonly MarqueeEvent[]): Promise<void> {
  const tellings = events.flatMap(tellingsOf);
  if (tellings.length === 0) return;
  const subscribers = await subscribersOf(ctx, tellings);
  if (subscribers.size === 0) return;
  const byEndpoint = new Map<string, WebhookMessage[]>();
  const wanted = tellings.filter((telling) => subscribers.has(placeOf(telling)));
  for (const [appId, ofApp] of Map.groupBy(wanted, (telling) => telling.appId)) {
    const found = await findWanted(
      ctx,
      appId,
      ofApp.map((telling) => telling.wanted),
    );
    for (const telling of ofApp) {
      const message = messageOf({ ...telling, data: telling.data(found) });
      for (const endpointId of subscribers.get(placeOf(telling)) ?? []) {
        byEndpoint.set(endpointId, [...(byEndpoint.get(endpointId) ?? []), message]);
      }
    }
  }
  const given = await Promise.allSettled([...byEndpoint].map(([endpointId, messages]) => give(ctx, endpointId, messages)));
  const fault = given.find((outcome) => outcome.status === "rejected");
  if (fault !== undefined) throw fault.reason;
}

const placeOf = ({ appId, type }: Pick<Telling, "appId" | "type">): string => `${appId} ${type}`;

/** Which endpoints are told of what, by app and type. */
async function subscribersOf(ctx: Ctx, tellings: readonly Telling[]): Promise<Map<string, string[]>> {
  const asked = [...new Map(tellings.map(({ appId, type }) => [placeOf({ appId, type }), [appId, type]])).values()];
  const { results } = await ctx.db.$client
    .prepare(
      `SELECT s.app_id AS appId, s.type, s.endpoint_id AS endpointId FROM json_each(?) AS asked
       JOIN webhook_subscriptions AS s ON s.app_id = asked.value ->> 0 AND s.type = asked.value ->> 1`,
    )
    .bind(JSON.stringify(asked))
    .all<{ appId: string; type: Telling["type"]; endpointId: string }>();
  const byPlace = Map.groupBy(results, placeOf);
  return new Map([...byPlace].map(([place, rows]) => [place, rows.map(({ endpointId }) => endpointId)]));
}

async function give(ctx: Ctx, endpointId: string, messages: readonly WebhookMessage[]): Promise<void> {
  for (let from = 0; from < messages.length; from += limits.webhookMessagesPerCall) {
    const some = messages.slice(from, from + limits.webhookMessagesPerCall);
    await callObject(() => webhookEndpointOf(ctx.env, endpointId).take(some), { idempotent: true });
  }
}
