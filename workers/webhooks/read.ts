import { and, desc, eq, lt } from "drizzle-orm";
import type { Page, PageQuery } from "../../contracts/envelope.ts";
import type { WebhookEndpoint } from "../../contracts/webhooks.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../platform/cursor.ts";
import { unsealSecret } from "./secret.ts";
import { type WebhookEndpointRow, webhookEndpoints } from "./tables.ts";

const iso = (ms: number): string => new Date(ms).toISOString();
const timeOf = (ms: number | null): string | null => (ms === null ? null : iso(ms));

/** An app's endpoints, the newest first. */
export async function listEndpoints(ctx: Ctx, { appId, limit, cursor }: PageQuery & { appId: string }): Promise<Page<WebhookEndpoint>> {
  const rows = await ctx.db
    .select()
    .from(webhookEndpoints)
    .where(
      and(
        eq(webhookEndpoints.appId, appId),
        // Ids sort by the time of their making.
        cursor === undefined ? undefined : lt(webhookEndpoints.id, decodeCursor(cursor, "string").id),
      ),
    )
    .orderBy(desc(webhookEndpoints.id))
    .limit(limit + 1);
  const { items, nextCursor } = toPage(
    rows,
    limit,
    ({ id }) => encodeCursor("", id),
    (row) => row,
  );
  return { items: await Promise.all(items.map((row) => toEndpoint(ctx, row))), nextCursor };
}

/** An endpoint as it is shown. WEBHOOK_ENDPOINT_NOT_FOUND. */
export const getEndpoint = async (ctx: Ctx, of: { appId: string; id: string }): Promise<WebhookEndpoint> =>
  toEndpoint(ctx, await getEndpointInTenant(ctx, of));

/** The endpoint as it is kept. Throws WEBHOOK_ENDPOINT_NOT_FOUND. */
export async function getEndpointInTenant(ctx: Ctx, { appId, id }: { appId: string; id: string }): Promise<WebhookEndpointRow> {
  const row = await ctx.db
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.id, id), eq(webhookEndpoints.appId, appId)))
    .get();
  if (row === undefined) throw new AppError("WEBHOOK_ENDPOINT_NOT_FOUND");
  return row;
}

/** As `getEndpointInTenant`, for what is only done with one that is on. Throws WEBHOOK_ENDPOINT_DISABLED too. */
export async function getEnabledEndpoint(ctx: Ctx, of: { appId: string; id: string }): Promise<WebhookEndpointRow> {
  const row = await getEndpointInTenant(ctx, of);
  if (row.status !== "ENABLED") throw new AppError("WEBHOOK_ENDPOINT_DISABLED");
  return row;
}

/** An endpoint as it is shown: of its secret the last characters. */
export async function toEndpoint(ctx: Ctx, row: WebhookEndpointRow): Promise<WebhookEndpoint> {
  const secret = await unsealSecret(ctx.env, row.id, row.secret);
  const { id, url, description, events, status, disabledReason, failingSince, previousUntil } = row;
  return {
    id,
    url,
    description,
    events,
    status,
    disabledReason,
    failingSince: timeOf(failingSince),
    secretLast4: secret.slice(-4),
    previousSecretUntil: previousUntil !== null && previousUntil > ctx.now() ? iso(previousUntil) : null,
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  };
}
