import { and, eq } from "drizzle-orm";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { getEndpointInTenant } from "./read.ts";
import { webhookEndpoints } from "./tables.ts";
import { webhookEndpointOf } from "./webhook-endpoint-of.ts";

/** Deletes an endpoint with its deliveries, those that wait too. Throws WEBHOOK_ENDPOINT_NOT_FOUND. */
export async function deleteEndpoint(ctx: Ctx, { appId, id }: { appId: string; id: string }): Promise<{ id: string }> {
  const { url, events } = await getEndpointInTenant(ctx, { appId, id });
  const [gone] = await ctx.db.batch([
    ctx.db
      .delete(webhookEndpoints)
      .where(and(eq(webhookEndpoints.id, id), eq(webhookEndpoints.appId, appId)))
      .returning({ id: webhookEndpoints.id }),
    auditRowIfChanged(ctx, { appId, action: "webhook-endpoint.delete", subject: id, before: { url, events } }),
  ]);
  if (gone.length === 0) throw new AppError("WEBHOOK_ENDPOINT_NOT_FOUND");
  // It finds out by itself too: at its next round, or when the first of its deliveries is too old to be kept.
  await callObject(() => webhookEndpointOf(ctx.env, id).forget(), { idempotent: true }).catch((error: unknown) =>
    ctx.log.error("a webhook endpoint's object was not emptied", error, { endpoint: id }),
  );
  return { id };
}
