import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { MailKind } from "./render-mail.ts";

/** Mails to send, each once by its key. */
export const mails = sqliteTable("mails", {
  key: text("key").primaryKey(),
  kind: text("kind").$type<MailKind>().notNull(),
  appId: text("app_id"),
  recipient: text("recipient").notNull(),
  payload: text("payload", { mode: "json" }).notNull(),
  status: text("status", { enum: ["PENDING", "SENT", "DEAD"] }).notNull(),
  attempts: integer("attempts").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

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
});
