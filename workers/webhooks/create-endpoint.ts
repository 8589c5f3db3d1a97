import { sql } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import type { CreateWebhookEndpoint, WebhookEndpoint } from "../../contracts/webhooks.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { Ctx } from "../platform/context.ts";
import { newId } from "../platform/ids.ts";
import { requireReachable } from "../platform/outgoing.ts";
import { toEndpoint } from "./read.ts";
import { newSecret, sealSecret } from "./secret.ts";
import { webhookEndpoints } from "./tables.ts";

/**
 * An endpoint of an app, told of these events from now on, with its secret, which is never shown again. Throws URL_NOT_ALLOWED, and
 * WEBHOOK_ENDPOINT_LIMIT_REACHED, however many are made at once.
 */
export async function createEndpoint(
  ctx: Ctx,
  { appId, url, events, description = "" }: CreateWebhookEndpoint & { appId: string },
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  requireReachable(ctx.env, url);
  const now = ctx.now();
  const id = newId("webhookEndpoint", now);
  const secret = newSecret();
  const sealed = await sealSecret(ctx.env, id, secret);
  // In the order of the table's columns.
  const values = sql`${id}, ${appId}, ${url}, ${description}, ${JSON.stringify(events)}, 'ENABLED', NULL, NULL, ${sealed}, NULL, NULL, ${now}, ${now}`;
  const [made] = await ctx.db.batch([
    ctx.db
      .insert(webhookEndpoints)
      .select(
        sql`SELECT ${values}
            WHERE (SELECT count(*) FROM webhook_endpoints AS w WHERE w.app_id = ${appId}) < ${limits.webhookEndpointsPerAppMax}`,
      )
      .returning(),
    auditRowIfChanged(ctx, { appId, action: "webhook-endpoint.create", subject: id, after: { url, events, description } }),
  ]);
  const [row] = made;
  if (row === undefined) throw new AppError("WEBHOOK_ENDPOINT_LIMIT_REACHED", { endpointsMax: limits.webhookEndpointsPerAppMax });
  return { endpoint: await toEndpoint(ctx, row), secret };
}
