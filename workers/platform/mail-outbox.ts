import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { MailMessage } from "../../contracts/events.ts";
import type { MailKind } from "../../contracts/mails.ts";
import type { Ctx } from "./context.ts";

/**
 * Mails to send, each once by its key. It is an outbox: a row is written with the change that it tells of, and sent from here until it is SENT, given up
 * (DEAD), or left unsent for good (SKIPPED). One that may not be tried before some moment has that as `updatedAt`.
 */
export const mails = sqliteTable("mails", {
  key: text("key").primaryKey(),
  kind: text("kind").$type<MailKind>().notNull(),
  appId: text("app_id"),
  recipient: text("recipient").notNull(),
  payload: text("payload", { mode: "json" }).notNull(),
  status: text("status", { enum: ["PENDING", "SENT", "DEAD", "SKIPPED"] }).notNull(),
  skipped: text("skipped", { enum: ["UNWANTED", "SUPPRESSED"] }),
  attempts: integer("attempts").notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/** Tells the queue of a mail whose row is written. If that is lost, the sweep finds the row a minute later. */
export function announceMail(ctx: Ctx, key: string): void {
  const message: MailMessage = { key };
  ctx.waitUntil(ctx.env.EMAILS.send(message).catch((error: unknown) => ctx.log.error("a mail waits for the sweep", error, { key })));
}
