import type { z } from "zod";
import { NoInput, PageQuery } from "../../contracts/envelope.ts";
import {
  CreatedWebhookEndpoint,
  CreateWebhookEndpoint,
  UpdateWebhookEndpoint,
  WebhookAppParams,
  WebhookDeleted,
  WebhookDeliveryAnswer,
  WebhookDeliveryOfAppParams,
  WebhookDeliveryPage,
  WebhookDeliveryParams,
  WebhookDeliveryQuery,
  WebhookEndpointAnswer,
  WebhookEndpointOfAppParams,
  WebhookEndpointPage,
  WebhookEndpointParams,
} from "../../contracts/webhooks.ts";
import { Endpoints } from "../gateway/endpoint.ts";
import type { Ctx } from "../platform/context.ts";
import { getApp } from "../tenants/read.ts";
import { createEndpoint } from "./create-endpoint.ts";
import { deleteEndpoint } from "./delete-endpoint.ts";
import { listDeliveries } from "./list-deliveries.ts";
import { getEndpoint, listEndpoints } from "./read.ts";
import { resendDelivery } from "./resend-delivery.ts";
import { sendTest } from "./send-test.ts";
import { updateEndpoint } from "./update-endpoint.ts";

export const webhookRoutes = new Endpoints("Webhooks", "webhooks");

interface NamesApp {
  appId?: string;
}

/** Who asks for whose endpoints, and by which paths. `appOf`: the app, or APP_NOT_FOUND. */
interface Side {
  access: "secret" | "admin";
  /** Where that is found of what stands at `path` for a tenant. */
  at(path: string): string;
  operation(name: string): string;
  params: {
    app: z.ZodType<NamesApp>;
    endpoint: z.ZodType<NamesApp & { id: string }>;
    delivery: z.ZodType<NamesApp & { id: string; deliveryId: string }>;
  };
  appOf(ctx: Ctx, params: NamesApp): Promise<string>;
}

/** A tenant's server, for its own. */
const tenants: Side = {
  access: "secret",
  at: (path) => `/api/v1${path}`,
  operation: (name) => name,
  params: { app: NoInput, endpoint: WebhookEndpointParams, delivery: WebhookDeliveryParams },
  appOf: async ({ tenant }) => tenant?.appId ?? "",
};

/** The platform's owner, for any app's. */
const owners: Side = {
  access: "admin",
  at: (path) => `/api/v1/admin/apps/{appId}${path}`,
  operation: (name) => `${name}AsAdmin`,
  params: { app: WebhookAppParams, endpoint: WebhookEndpointOfAppParams, delivery: WebhookDeliveryOfAppParams },
  appOf: async (ctx, { appId = "" }) => (await getApp(ctx, appId)).id,
};

for (const side of [tenants, owners]) register(side);

function register({ access, at, operation, params, appOf }: Side): void {
  const noApp = access === "admin" ? (["APP_NOT_FOUND"] as const) : [];
  const noEndpoint = [...noApp, "WEBHOOK_ENDPOINT_NOT_FOUND"] as const;

  webhookRoutes.post(
    at("/webhook-endpoints"),
    {
      operationId: operation("createWebhookEndpoint"),
      summary: "Be told of events by HTTP",
      description:
        "The secret that every request is signed with is shown here and never again. The URL must be https at a public name; what it redirects to is not followed.",
      access,
      params: params.app,
      body: CreateWebhookEndpoint,
      answer: CreatedWebhookEndpoint,
      status: 201,
      errors: [...noApp, "URL_NOT_ALLOWED", "WEBHOOK_ENDPOINT_LIMIT_REACHED"],
    },
    async (ctx, input) => createEndpoint(ctx, { appId: await appOf(ctx, input.params), ...input.body }),
  );

  webhookRoutes.get(
    at("/webhook-endpoints"),
    {
      operationId: operation("listWebhookEndpoints"),
      summary: "The app's webhook endpoints, the newest first",
      access,
      params: params.app,
      query: PageQuery,
      answer: WebhookEndpointPage,
      errors: noApp,
    },
    async (ctx, input) => listEndpoints(ctx, { appId: await appOf(ctx, input.params), ...input.query }),
  );

  webhookRoutes.get(
    at("/webhook-endpoints/{id}"),
    {
      operationId: operation("getWebhookEndpoint"),
      summary: "One webhook endpoint and how it fares",
      access,
      params: params.endpoint,
      answer: WebhookEndpointAnswer,
      errors: noEndpoint,
    },
    async (ctx, input) => ({ endpoint: await getEndpoint(ctx, { id: input.params.id, appId: await appOf(ctx, input.params) }) }),
  );

  webhookRoutes.patch(
    at("/webhook-endpoints/{id}"),
    {
      operationId: operation("updateWebhookEndpoint"),
      summary: "Change a webhook endpoint, switch it on or off, or rotate its secret",
      description:
        "`rotateSecret` answers a new secret, once; requests are signed with both until `keepOldSecretSeconds` are over. DISABLED gives up what waits; it can be sent again by hand.",
      access,
      params: params.endpoint,
      body: UpdateWebhookEndpoint,
      answer: WebhookEndpointAnswer,
      errors: [...noEndpoint, "URL_NOT_ALLOWED"],
    },
    async (ctx, input) => updateEndpoint(ctx, { id: input.params.id, appId: await appOf(ctx, input.params), changes: input.body }),
  );

  webhookRoutes.delete(
    at("/webhook-endpoints/{id}"),
    {
      operationId: operation("deleteWebhookEndpoint"),
      summary: "Delete a webhook endpoint and its deliveries",
      access,
      params: params.endpoint,
      answer: WebhookDeleted,
      errors: noEndpoint,
    },
    async (ctx, input) => deleteEndpoint(ctx, { id: input.params.id, appId: await appOf(ctx, input.params) }),
  );

  webhookRoutes.post(
    at("/webhook-endpoints/{id}/test"),
    {
      operationId: operation("testWebhookEndpoint"),
      summary: "Send a test to a webhook endpoint",
      description: "An event `webhook.test`, signed like all others, whatever events the endpoint is told of.",
      access,
      params: params.endpoint,
      answer: WebhookDeliveryAnswer,
      errors: [...noEndpoint, "WEBHOOK_ENDPOINT_DISABLED"],
    },
    async (ctx, input) => ({ delivery: await sendTest(ctx, { id: input.params.id, appId: await appOf(ctx, input.params) }) }),
  );

  webhookRoutes.get(
    at("/webhook-endpoints/{id}/deliveries"),
    {
      operationId: operation("listWebhookDeliveries"),
      summary: "What a webhook endpoint was told, the newest first",
      description: "With the bodies, and every request with its answer. Kept for 30 days, and the last 10,000 of those that are over.",
      access,
      params: params.endpoint,
      query: WebhookDeliveryQuery,
      answer: WebhookDeliveryPage,
      errors: noEndpoint,
    },
    async (ctx, input) => listDeliveries(ctx, { id: input.params.id, appId: await appOf(ctx, input.params), query: input.query }),
  );

  webhookRoutes.post(
    at("/webhook-endpoints/{id}/deliveries/{deliveryId}/resend"),
    {
      operationId: operation("resendWebhookDelivery"),
      summary: "Send a delivery again",
      description: "The same body under the same `webhook-id`, at once, and with all attempts anew.",
      access,
      params: params.delivery,
      answer: WebhookDeliveryAnswer,
      errors: [...noEndpoint, "WEBHOOK_ENDPOINT_DISABLED", "WEBHOOK_DELIVERY_NOT_FOUND"],
    },
    async (ctx, input) => {
      const { id, deliveryId } = input.params;
      return { delivery: await resendDelivery(ctx, { appId: await appOf(ctx, input.params), id, deliveryId }) };
    },
  );
}
