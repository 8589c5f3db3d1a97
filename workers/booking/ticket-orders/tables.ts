import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { HeldSeat } from "../../../contracts/seats.ts";

/** What was ordered and what it cost then. What became of it, the reservation and its booking say. */
export const ticketOrders = sqliteTable("ticket_orders", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  userId: text("user_id").notNull(),
  listingId: text("listing_id").notNull(),
  showtimeId: text("showtime_id").notNull(),
  reservationToken: text("reservation_token").notNull(),
  seats: text("seats", { mode: "json" }).$type<HeldSeat[]>().notNull(),
  amount: integer("amount").notNull(),
  currency: text("currency").notNull(),
  expiresAt: integer("expires_at").notNull(),
  createdAt: integer("created_at").notNull(),
});
export type TicketOrderRow = typeof ticketOrders.$inferSelect;
