import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { StoredProperties } from "../../platform/stored-properties.ts";

/** Every version of every configuration; the newest one of an application's profile is in force. */
export const configurationVersions = sqliteTable(
  "configuration_versions",
  {
    application: text("application").notNull(),
    profile: text("profile").notNull(),
    version: integer("version").notNull(),
    properties: text("properties", { mode: "json" }).$type<StoredProperties>().notNull(),
    author: text("author").notNull(),
    restoredVersion: integer("restored_version"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.application, table.profile, table.version] })],
);
export type VersionRow = typeof configurationVersions.$inferSelect;
