import type { Page } from "../../contracts/envelope.ts";
import type { WebhookDelivery, WebhookDeliveryQuery } from "../../contracts/webhooks.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { decodeCursor, encodeCursor } from "../platform/cursor.ts";
import { getEndpointInTenant } from "./read.ts";
import { webhookEndpointOf } from "./webhook-endpoint-of.ts";

/** What an endpoint was told, the newest first, with the bodies and every request that was made. Throws WEBHOOK_ENDPOINT_NOT_FOUND. */
export async function listDeliveries(
  ctx: Ctx,
  { appId, id, query }: { appId: string; id: string; query: WebhookDeliveryQuery },
): Promise<Page<WebhookDelivery>> {
  await getEndpointInTenant(ctx, { appId, id });
  const { limit, cursor, status = null } = query;
  const before = cursor === undefined ? null : decodeCursor(cursor, "number").key;
  const { items, next } = await callObject(() => webhookEndpointOf(ctx.env, id).deliveries({ limit, before, status }), {
    idempotent: true,
  });
  return { items, nextCursor: next === null ? null : encodeCursor(next, id) };
}
