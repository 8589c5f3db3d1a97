import { and, eq, type SQL } from "drizzle-orm";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Ctx } from "./context.ts";

/** Addresses that get no mail, in small letters, and why. */
export const mailSuppressions = sqliteTable("mail_suppressions", {
  address: text("address").primaryKey(),
  reason: text("reason", { enum: ["BOUNCE", "COMPLAINT"] }).notNull(),
  detail: text("detail"),
  createdAt: integer("created_at").notNull(),
});

const bounceOf = (address: string) => and(eq(mailSuppressions.address, address.toLowerCase()), eq(mailSuppressions.reason, "BOUNCE"));

/** Whether mails to this address came back for good, so that it gets none; not that its owner complained of one. */
export const isBounced = async (ctx: Ctx, address: string): Promise<boolean> =>
  (await ctx.db.select().from(mailSuppressions).where(bounceOf(address)).get()) !== undefined;

/**
 * The statement after which mails go to this address again, `onlyIf` somebody has just shown that they read one there. Who complained of a mail stays left
 * alone: only an administrator ends that.
 */
export const addressTakesMail = (ctx: Ctx, address: string, onlyIf: SQL) =>
  ctx.db.delete(mailSuppressions).where(and(bounceOf(address), onlyIf));
