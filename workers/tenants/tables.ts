import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const apps = sqliteTable("apps", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  domain: text("domain", { enum: ["EVENT", "BUS", "MOVIE"] }).notNull(),
  allowedOrigins: text("allowed_origins", { mode: "json" }).$type<string[]>().notNull(),
  openOrganizers: integer("open_organizers", { mode: "boolean" }).notNull(),
  isActive: integer("is_active", { mode: "boolean" }).notNull(),
  webPublishableKey: text("web_publishable_key"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

export const apiKeys = sqliteTable("api_keys", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  kind: text("kind", { enum: ["PUBLISHABLE", "SECRET"] }).notNull(),
  hash: text("hash").notNull(),
  last4: text("last4").notNull(),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at"),
});
