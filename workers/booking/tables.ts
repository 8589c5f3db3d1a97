import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { BookingPayment } from "../../contracts/bookings.ts";
import type { PriceChange } from "../../contracts/pricing.ts";
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
  pricing: text("pricing", { mode: "json" }).$type<PriceChange>(),
  exchanges: text("exchanges"),
  waitlistId: text("waitlist_id"),
});

export const bookings = sqliteTable("bookings", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  showtimeId: text("showtime_id").notNull(),
  userId: text("user_id").notNull(),
  reservationToken: text("reservation_token").notNull(),
  status: text("status", { enum: ["CONFIRMED", "CANCELLED", "EXCHANGED"] }).notNull(),
  seats: text("seats", { mode: "json" }).$type<HeldSeat[]>().notNull(),
  cancelledSeats: text("cancelled_seats", { mode: "json" }).$type<HeldSeat[]>().notNull(),
  amount: integer("amount").notNull(),
  carriedAmount: integer("carried_amount").notNull(),
  refundedAmount: integer("refunded_amount").notNull(),
  transferredAmount: integer("transferred_amount").notNull(),
  currency: text("currency").notNull(),
  paymentId: text("payment_id"),
  payments: text("payments", { mode: "json" }).$type<BookingPayment[]>().notNull(),
  paymentStatus: text("payment_status", { enum: ["PENDING", "SUCCESS", "FAILED", "REFUNDED", "PARTIALLY_REFUNDED"] }).notNull(),
  exchangedFrom: text("exchanged_from"),
  exchangedTo: text("exchanged_to"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  ledgerSeq: integer("ledger_seq").notNull(),
});
