import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** What the local transport took in place of sending it. */
export const mailbox = sqliteTable("mailbox", {
  id: integer("id").primaryKey(),
  messageKey: text("message_key").notNull(),
  recipient: text("recipient").notNull(),
  subject: text("subject").notNull(),
  kind: text("kind").notNull(),
  text: text("text").notNull(),
  html: text("html").notNull(),
  headers: text("headers", { mode: "json" }).$type<Record<string, string>>().notNull(),
  createdAt: integer("created_at").notNull(),
});
export type MailboxRow = typeof mailbox.$inferSelect;

/** Queue messages that nobody could work off, by the id that the queue gave them. */
export const deadLetters = sqliteTable("dead_letters", {
  id: text("id").primaryKey(),
  queue: text("queue").notNull(),
  body: text("body").notNull(),
  attempts: integer("attempts").notNull(),
  createdAt: integer("created_at").notNull(),
  replayedAt: integer("replayed_at"),
  error: text("error"),
});
