import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Told by the showtimes' objects, in `project-ledger.ts`; whoever joins writes only a first row, which any telling replaces. */
export const waitlistEntries = sqliteTable("waitlist_entries", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  showtimeId: text("showtime_id").notNull(),
  userId: text("user_id").notNull(),
  quantity: integer("quantity").notNull(),
  tier: text("tier"),
  adjacent: integer("adjacent", { mode: "boolean" }),
  status: text("status", { enum: ["WAITING", "OFFERED", "FULFILLED", "DECLINED", "LAPSED", "LEFT", "CLOSED"] }).notNull(),
  reservationToken: text("reservation_token"),
  offerExpiresAt: integer("offer_expires_at"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  ledgerSeq: integer("ledger_seq").notNull(),
});
export type WaitlistRow = typeof waitlistEntries.$inferSelect;
