import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Addresses that get no mail, in small letters, and why. */
export const mailSuppressions = sqliteTable("mail_suppressions", {
  address: text("address").primaryKey(),
  reason: text("reason", { enum: ["BOUNCE", "COMPLAINT"] }).notNull(),
  detail: text("detail"),
  createdAt: integer("created_at").notNull(),
});
