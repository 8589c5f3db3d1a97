import { and, eq, type SQL, sql } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import type { UpdateWebhookEndpoint, WebhookEndpoint } from "../../contracts/webhooks.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { requireReachable } from "../platform/outgoing.ts";
import { getEndpointInTenant, toEndpoint } from "./read.ts";
import { newSecret, sealSecret } from "./secret.ts";
import { webhookEndpoints } from "./tables.ts";
import { webhookEndpointOf } from "./webhook-endpoint-of.ts";

/**
 * Changes what is named. A new URL or `status` ENABLED begins anew with how it fares; DISABLED gives up what waits. `rotateSecret` answers a new secret, and
 * the one before it signs too for `keepOldSecretSeconds`. Throws WEBHOOK_ENDPOINT_NOT_FOUND, URL_NOT_ALLOWED.
 */
export async function updateEndpoint(
  ctx: Ctx,
  { appId, id, changes }: { appId: string; id: string; changes: UpdateWebhookEndpoint },
): Promise<{ endpoint: WebhookEndpoint; secret?: string }> {
  if (changes.url !== undefined) requireReachable(ctx.env, changes.url);
  const before = await getEndpointInTenant(ctx, { appId, id });
  const { url, events, description, status, rotateSecret } = changes;
  const secret = rotateSecret === true ? newSecret() : undefined;
  const named = { ...(url !== undefined && { url }), ...(events && { events }), ...(description !== undefined && { description }) };
  const fields = Object.keys({ ...named, ...(status && { status }) }) as (keyof typeof before)[];
  const [[row]] = await ctx.db.batch([
    ctx.db
      .update(webhookEndpoints)
      .set({
        ...named,
        ...(url !== undefined && { failingSince: null }),
        ...(status && statusChange(status)),
        ...(secret !== undefined && (await rotation(ctx, id, secret, changes.keepOldSecretSeconds))),
        updatedAt: ctx.now(),
      })
      .where(and(eq(webhookEndpoints.id, id), eq(webhookEndpoints.appId, appId)))
      .returning(),
    auditRowIfChanged(ctx, {
      appId,
      action: "webhook-endpoint.update",
      subject: id,
      before: Object.fromEntries(fields.map((field) => [field, before[field]])),
      after: changes,
    }),
  ]);
  if (row === undefined) throw new AppError("WEBHOOK_ENDPOINT_NOT_FOUND");
  // A new secret must not be lost because an object that asks D1 anyway did not answer.
  await callObject(() => webhookEndpointOf(ctx.env, id).changed(), { idempotent: true }).catch((error: unknown) =>
    ctx.log.error("a webhook endpoint was not told of a change", error, { endpoint: id }),
  );
  return { endpoint: await toEndpoint(ctx, row), ...(secret !== undefined && { secret }) };
}

const statusChange = (status: "ENABLED" | "DISABLED") =>
  status === "ENABLED"
    ? { status, disabledReason: null, failingSince: null }
    : // One that was switched off by itself stays so for its own reason.
      {
        status,
        disabledReason: sql<"BY_HAND">`iif(${webhookEndpoints.status} = 'DISABLED', ${webhookEndpoints.disabledReason}, 'BY_HAND')`,
      };

/** The secret that stands there becomes the one before it, in the statement itself: two rotations at once forget none. */
async function rotation(ctx: Ctx, id: string, secret: string, keepSeconds: number = limits.webhookOldSecretSecondsDefault) {
  const kept: { previousSecret: SQL | null; previousUntil: number | null } =
    keepSeconds === 0
      ? { previousSecret: null, previousUntil: null }
      : { previousSecret: sql`${webhookEndpoints.secret}`, previousUntil: ctx.now() + keepSeconds * 1000 };
  return { secret: await sealSecret(ctx.env, id, secret), ...kept };
}
