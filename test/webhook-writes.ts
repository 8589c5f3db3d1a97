import type { Call, TestApp } from "./harness.ts";
import { testedEndpoint } from "./webhooks.ts";

interface Write {
  method: string;
  path: string;
  options: Call;
}

/** Each write of webhook endpoints, by operation, with its path below the endpoints' own and its body. */
const writes: Record<string, (ids: { webhookEndpoint: string; webhookDelivery: string }) => [method: string, rest: string, body?: object]> =
  {
    createWebhookEndpoint: () => ["POST", "", { url: "https://tickets.example.com/hooks", events: ["order.paid"] }],
    updateWebhookEndpoint: ({ webhookEndpoint }) => ["PATCH", `/${webhookEndpoint}`, { rotateSecret: true, description: "Our warehouse" }],
    deleteWebhookEndpoint: ({ webhookEndpoint }) => ["DELETE", `/${webhookEndpoint}`],
    testWebhookEndpoint: ({ webhookEndpoint }) => ["POST", `/${webhookEndpoint}/test`],
    resendWebhookDelivery: ({ webhookEndpoint, webhookDelivery }) => ["POST", `/${webhookEndpoint}/deliveries/${webhookDelivery}/resend`],
  };

/** What a tenant's server writes of its webhook endpoints, and the platform's owner of anybody's. */
export const webhookWrites: Record<string, (app: TestApp) => Promise<Write>> = Object.fromEntries(
  Object.entries(writes).flatMap(([operation, of]) => {
    const as = (path: (app: TestApp) => string, by: (app: TestApp) => Call) => async (app: TestApp) => {
      const [method, rest, body] = of(await testedEndpoint(app));
      return { method, path: path(app) + rest, options: { ...by(app), ...(body && { body }) } };
    };
    return [
      [
        operation,
        as(
          () => "/webhook-endpoints",
          (server) => ({ server }),
        ),
      ],
      [
        `${operation}AsAdmin`,
        as(
          ({ appId }) => `/admin/apps/${appId}/webhook-endpoints`,
          () => ({ admin: true }),
        ),
      ],
    ];
  }),
);
