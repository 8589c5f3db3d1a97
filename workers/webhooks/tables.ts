import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { WebhookEventType } from "../../contracts/webhooks.ts";

export const webhookEndpoints = sqliteTable("webhook_endpoints", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  url: text("url").notNull(),
  description: text("description").notNull(),
  events: text("events", { mode: "json" }).$type<WebhookEventType[]>().notNull(),
  status: text("status", { enum: ["ENABLED", "DISABLED"] }).notNull(),
  disabledReason: text("disabled_reason", { enum: ["BY_HAND", "GONE", "FAILING"] }),
  failingSince: integer("failing_since"),
  /** Sealed, both. The previous one also signs until its time is over. */
  secret: text("secret").notNull(),
  previousSecret: text("previous_secret"),
  previousUntil: integer("previous_until"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});
export type WebhookEndpointRow = typeof webhookEndpoints.$inferSelect;

/** Which enabled endpoint is told of what: kept by triggers, never written here. */
export const webhookSubscriptions = sqliteTable(
  "webhook_subscriptions",
  {
    appId: text("app_id").notNull(),
    type: text("type").notNull(),
    endpointId: text("endpoint_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.type, table.endpointId] })],
);
