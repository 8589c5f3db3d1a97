import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** In which apps somebody has had a cart. */
export const carts = sqliteTable(
  "carts",
  {
    userId: text("user_id").notNull(),
    appId: text("app_id").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.appId] })],
);
