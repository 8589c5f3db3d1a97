import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { HeldSeat } from "../../contracts/seats.ts";

/** Both are written by `project-ledger.ts` alone: here they are only read. */
export const reservations = sqliteTable("reservations", {
  token: text("token").primaryKey(),
  appId: text("app_id").notNull(),
  showtimeId: text("showtime_id").notNull(),
  userId: text("user_id").notNull(),
  status: text("status", { enum: ["ACTIVE", "EXPIRED", "CONFIRMED", "RELEASED"] }).notNull(),
  seats: text("seats", { mode: "json" }).$type<HeldSeat[]>().notNull(),
  price: integer("price").notNull(),
  currency: text("currency").notNull(),
  expiresAt: integer("expires_at").notNull(),
  bookingId: text("booking_id"),
  createdAt: integer("created_at").notNull(),
  ledgerSeq: integer("ledger_seq").notNull(),
});

export const bookings = sqliteTable("bookings", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  showtimeId: text("showtime_id").notNull(),
  userId: text("user_id").notNull(),
  reservationToken: text("reservation_token").notNull(),
  status: text("status", { enum: ["CONFIRMED", "CANCELLED", "EXCHANGED"] }).notNull(),
  seats: text("seats", { mode: "json" }).$type<HeldSeat[]>().notNull(),
  amount: integer("amount").notNull(),
  currency: text("currency").notNull(),
  paymentId: text("payment_id"),
  paymentStatus: text("payment_status", { enum: ["PENDING", "SUCCESS", "FAILED", "REFUNDED", "PARTIALLY_REFUNDED"] }).notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  ledgerSeq: integer("ledger_seq").notNull(),
});
