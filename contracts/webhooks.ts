import { z } from "zod";
import { PageQuery, pageOf } from "./envelope.ts";
import type { Refusal } from "./ledger.ts";
import { limits } from "./limits.ts";
import { Id, Text, Time } from "./values.ts";

/** What a tenant's server can be told of. */
export const WebhookEventType = z
  .enum([
    "reservation.created",
    "reservation.expired",
    "reservation.released",
    "booking.confirmed",
    "booking.updated",
    "booking.cancelled",
    "payment.succeeded",
    "payment.failed",
    "payment.refunded",
    "order.paid",
    "order.shipped",
    "order.delivered",
    "order.cancelled",
    "order.refunded",
    "waitlist.offered",
    "ticket.checked_in",
    "showtime.sold_out",
    "showtime.rescheduled",
    "showtime.cancelled",
  ])
  .meta({ id: "WebhookEventType" });
export type WebhookEventType = z.infer<typeof WebhookEventType>;

/** After how many seconds each attempt follows the one before it; each 10 % earlier or later. */
export const webhookRetrySeconds = [0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;

const WebhookUrl = z.string().min(1).max(limits.urlCharsMax).meta({ example: "https://tickets.example.com/hooks/marquee" });
const Events = z
  .array(WebhookEventType)
  .min(1)
  .max(WebhookEventType.options.length)
  .refine((list) => new Set(list).size === list.length, "names an event twice");

const endpointExample = {
  id: "whe_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  url: "https://tickets.example.com/hooks/marquee",
  description: "Our warehouse",
  events: ["booking.confirmed", "booking.cancelled"],
  status: "ENABLED",
  disabledReason: null,
  failingSince: null,
  secretLast4: "x9Qk",
  previousSecretUntil: null,
  createdAt: "2026-11-21T09:00:00.000Z",
  updatedAt: "2026-11-21T09:00:00.000Z",
};

/**
 * Where a tenant is told of what happens. `disabledReason`: BY_HAND; GONE, because it answered 410; FAILING, because nothing came through for days.
 * `failingSince`: since when no attempt went well, or null. `previousSecretUntil`: until then the secret before the last rotation also signs.
 */
export const WebhookEndpoint = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    events: z.array(WebhookEventType),
    status: z.enum(["ENABLED", "DISABLED"]),
    disabledReason: z.enum(["BY_HAND", "GONE", "FAILING"]).nullable(),
    failingSince: Time.nullable(),
    secretLast4: z.string(),
    previousSecretUntil: Time.nullable(),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "WebhookEndpoint", example: endpointExample });
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;

export const CreateWebhookEndpoint = z
  .strictObject({ url: WebhookUrl, events: Events, description: Text.max(limits.webhookDescriptionCharsMax).optional() })
  .meta({ id: "CreateWebhookEndpoint", example: { url: endpointExample.url, events: ["booking.confirmed"] } });
export type CreateWebhookEndpoint = z.infer<typeof CreateWebhookEndpoint>;

/**
 * What is named is changed. `status` ENABLED also ends what was disabled by itself. `rotateSecret` answers a new secret; the one before it also signs for
 * `keepOldSecretSeconds`, a day unless it says otherwise.
 */
export const UpdateWebhookEndpoint = z
  .strictObject({
    url: WebhookUrl.optional(),
    events: Events.optional(),
    description: Text.max(limits.webhookDescriptionCharsMax).optional(),
    status: z.enum(["ENABLED", "DISABLED"]).optional(),
    rotateSecret: z.literal(true).optional(),
    keepOldSecretSeconds: z.number().int().min(0).max(limits.webhookOldSecretSecondsMax).optional(),
  })
  .refine(({ rotateSecret, keepOldSecretSeconds }) => rotateSecret === true || keepOldSecretSeconds === undefined, {
    message: "goes with rotateSecret alone",
    path: ["keepOldSecretSeconds"],
  })
  .meta({ id: "UpdateWebhookEndpoint", example: { rotateSecret: true } });
export type UpdateWebhookEndpoint = z.infer<typeof UpdateWebhookEndpoint>;

const secretExample = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/** The secret is shown this once. */
export const CreatedWebhookEndpoint = z
  .object({ endpoint: WebhookEndpoint, secret: z.string() })
  .meta({ example: { endpoint: endpointExample, secret: secretExample } });
/** `secret`: only where one was made. */
export const WebhookEndpointAnswer = z
  .object({ endpoint: WebhookEndpoint, secret: z.string().optional() })
  .meta({ example: { endpoint: endpointExample } });
export const WebhookEndpointPage = pageOf(WebhookEndpoint).meta({
  id: "WebhookEndpointPage",
  example: { items: [endpointExample], nextCursor: null },
});
export const WebhookEndpointParams = z.strictObject({ id: Id });
export const WebhookDeliveryParams = z.strictObject({ id: Id, deliveryId: Id });
/** The same where the platform's owner says whose they are. */
export const WebhookAppParams = z.strictObject({ appId: Id });
export const WebhookEndpointOfAppParams = z.strictObject({ appId: Id, id: Id });
export const WebhookDeliveryOfAppParams = z.strictObject({ appId: Id, id: Id, deliveryId: Id });
export const WebhookDeleted = z.object({ id: z.string() }).meta({ example: { id: endpointExample.id } });

const attemptExample = {
  at: "2026-11-21T09:00:01.000Z",
  status: 200,
  error: null,
  durationMs: 84,
  answer: "ok",
};
const deliveryExample = {
  id: "whd_01K9Z3V6T8W2Y4A6C8E0G2J4M6",
  messageId: "msg_sho_01K9Z3V6T8W2Y4A6C8E0G2J4M6-12",
  type: "booking.confirmed",
  status: "DELIVERED",
  failureReason: null,
  body: '{"type":"booking.confirmed","timestamp":"2026-11-21T09:00:00.000Z","data":{}}',
  attempts: [attemptExample],
  nextAttemptAt: null,
  createdAt: "2026-11-21T09:00:00.000Z",
};

/** One request. `status`: what came back, or null where nothing did. `error`: why it does not count, in words. `answer`: the beginning of its body. */
export const WebhookAttempt = z.object({
  at: Time,
  status: z.number().int().nullable(),
  error: z.string().nullable(),
  durationMs: z.number().int(),
  answer: z.string().nullable(),
});
export type WebhookAttempt = z.infer<typeof WebhookAttempt>;

/**
 * One message to one endpoint, with the last requests that were made for it, the oldest first. PENDING: it goes on at `nextAttemptAt`. FAILED: given up for
 * `failureReason`, it can be sent again by hand. `messageId`: the `webhook-id` of all of them. `type`: `webhook.test` for a test.
 */
export const WebhookDelivery = z
  .object({
    id: z.string(),
    messageId: z.string(),
    type: z.string(),
    status: z.enum(["PENDING", "DELIVERED", "FAILED"]),
    failureReason: z.string().nullable(),
    body: z.string(),
    attempts: z.array(WebhookAttempt),
    nextAttemptAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: "WebhookDelivery", example: deliveryExample });
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const WebhookDeliveryQuery = PageQuery.extend({ status: z.enum(["PENDING", "DELIVERED", "FAILED"]).optional() });
export type WebhookDeliveryQuery = z.infer<typeof WebhookDeliveryQuery>;
export const WebhookDeliveryPage = pageOf(WebhookDelivery).meta({
  id: "WebhookDeliveryPage",
  example: { items: [deliveryExample], nextCursor: null },
});
/** It is on its way, and its attempts show in the list. */
export const WebhookDeliveryAnswer = z.object({ delivery: WebhookDelivery }).meta({ example: { delivery: deliveryExample } });

/** A message as it is sent: the body is exactly this text. */
export interface WebhookMessage {
  messageId: string;
  type: string;
  body: string;
}

/** What the object of one endpoint can be asked: it has the deliveries, D1 has the configuration. */
export interface WebhookEndpointCalls {
  /** From the answer on these will be delivered. One of a `messageId` that is known changes nothing. */
  take(messages: WebhookMessage[]): Promise<void>;
  /** Takes one message and answers its delivery, which is on its way. */
  send(message: WebhookMessage): Promise<WebhookDelivery>;
  /** The newest first; `before`: the place of the last one that is known, of which `next` is one. */
  deliveries(query: {
    limit: number;
    before: number | null;
    status: WebhookDelivery["status"] | null;
  }): Promise<{ items: WebhookDelivery[]; next: number | null }>;
  /** Begins anew with a delivery, under the same `webhook-id`. WEBHOOK_DELIVERY_NOT_FOUND. */
  resend(deliveryId: string): Promise<{ ok: true; delivery: WebhookDelivery } | Refusal>;
  /** D1 says something else than before: it is asked at once, and what a `Retry-After` put off is due. */
  changed(): Promise<void>;
  /** Everything goes. */
  forget(): Promise<void>;
}
