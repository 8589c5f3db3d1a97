import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Scope } from "../../contracts/tenants.ts";

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
  maxSeatsPerUser: integer("max_seats_per_user"),
  brandColor: text("brand_color"),
  logoUrl: text("logo_url"),
  contactEmail: text("contact_email"),
});

export const apiKeys = sqliteTable("api_keys", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  kind: text("kind", { enum: ["PUBLISHABLE", "SECRET"] }).notNull(),
  hash: text("hash").notNull(),
  last4: text("last4").notNull(),
  createdAt: integer("created_at").notNull(),
  expiresAt: integer("expires_at"),
  name: text("name"),
  scopes: text("scopes", { mode: "json" }).$type<Scope[]>(),
  lastUsedAt: integer("last_used_at"),
});

/** The origins of every app's list, kept by triggers: for what is asked by origin alone. */
export const appOrigins = sqliteTable(
  "app_origins",
  {
    origin: text("origin").notNull(),
    appId: text("app_id").notNull(),
  },
  (table) => [primaryKey({ columns: [table.origin, table.appId] })],
);

export const organizers = sqliteTable(
  "organizers",
  {
    appId: text("app_id").notNull(),
    userId: text("user_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.appId, table.userId] })],
);
