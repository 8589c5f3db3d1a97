import type { WebhookDelivery } from "../../contracts/webhooks.ts";
import { auditRow } from "../platform/audit.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { getEnabledEndpoint } from "./read.ts";
import { webhookEndpointOf } from "./webhook-endpoint-of.ts";

/**
 * Begins anew with a delivery, whatever came of it: the same body under the same `webhook-id`. Throws WEBHOOK_ENDPOINT_NOT_FOUND,
 * WEBHOOK_ENDPOINT_DISABLED, WEBHOOK_DELIVERY_NOT_FOUND.
 */
export async function resendDelivery(
  ctx: Ctx,
  { appId, id, deliveryId }: { appId: string; id: string; deliveryId: string },
): Promise<WebhookDelivery> {
  await getEnabledEndpoint(ctx, { appId, id });
  const { delivery } = granted(await callObject(() => webhookEndpointOf(ctx.env, id).resend(deliveryId), { idempotent: true }));
  await auditRow(ctx, { appId, action: "webhook-endpoint.resend", subject: id, after: { deliveryId } });
  return delivery;
}
