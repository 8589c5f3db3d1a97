import type { WebhookDelivery } from "../../contracts/webhooks.ts";
import { auditRow } from "../platform/audit.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { messageOf } from "./message-of.ts";
import { getEnabledEndpoint } from "./read.ts";
import { webhookEndpointOf } from "./webhook-endpoint-of.ts";

/** Sends `webhook.test` to an endpoint, whatever events it is told of. Throws WEBHOOK_ENDPOINT_NOT_FOUND, WEBHOOK_ENDPOINT_DISABLED. */
export async function sendTest(ctx: Ctx, { appId, id }: { appId: string; id: string }): Promise<WebhookDelivery> {
  await getEnabledEndpoint(ctx, { appId, id });
  await auditRow(ctx, { appId, action: "webhook-endpoint.test", subject: id });
  const data = { endpointId: id, message: "This is a test: nothing has happened." };
  const message = messageOf({ messageId: `msg_test_${crypto.randomUUID()}`, type: "webhook.test", at: ctx.now(), data, ids: {} });
  return callObject(() => webhookEndpointOf(ctx.env, id).send(message), { idempotent: true });
}
