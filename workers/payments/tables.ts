import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { NextAction, PaymentEventType } from "../../contracts/payments.ts";

export const payments = sqliteTable("payments", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  userId: text("user_id").notNull(),
  /** What it is for: a reservation of a showtime, or an order. */
  showtimeId: text("showtime_id"),
  reservationToken: text("reservation_token"),
  orderId: text("order_id"),
  provider: text("provider").notNull(),
  chargeId: text("charge_id"),
  method: text("method").notNull(),
  amount: integer("amount").notNull(),
  currency: text("currency").notNull(),
  status: text("status", { enum: ["PENDING", "SUCCESS", "FAILED", "REFUNDED"] }).notNull(),
  failureCode: text("failure_code"),
  nextAction: text("next_action", { mode: "json" }).$type<NextAction>(),
  usedBy: text("used_by"),
  bookingId: text("booking_id"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  /** Whether its success books by itself: of an order of tickets, or of an exchange. */
  confirmsItself: integer("confirms_itself", { mode: "boolean" }).notNull(),
});
export type PaymentRow = typeof payments.$inferSelect;

/** A payment that is for a reservation; every other one is for an order. */
export type ReservationPayment = PaymentRow & { reservationToken: string };

export const isForReservation = (payment: PaymentRow): payment is ReservationPayment => payment.reservationToken !== null;

export const refunds = sqliteTable("refunds", {
  id: text("id").primaryKey(),
  paymentId: text("payment_id").notNull(),
  appId: text("app_id").notNull(),
  amount: integer("amount").notNull(),
  reason: text("reason").notNull(),
  status: text("status", { enum: ["PENDING", "SUCCEEDED"] }).notNull(),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  /** Given back for a booking, or for what an order has besides bookings; neither: the payment was for nothing. */
  bookingId: text("booking_id"),
  orderId: text("order_id"),
});

/** Append-only, and written by the database's triggers; disputes are the one thing that we write ourselves. */
export const paymentEvents = sqliteTable("payment_events", {
  id: integer("id").primaryKey(),
  paymentId: text("payment_id").notNull(),
  type: text("type").$type<PaymentEventType>().notNull(),
  amount: integer("amount").notNull(),
  at: integer("at").notNull(),
  reference: text("reference"),
  key: text("key").notNull(),
});

/** Read to find which reservation an order is: its rows are written by the booking domain. */
export const ticketOrders = sqliteTable("ticket_orders", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  userId: text("user_id").notNull(),
  reservationToken: text("reservation_token").notNull(),
});

/** Read to find until when an order waits for its payment: its rows are written by the commerce domain. */
export const orders = sqliteTable("orders", {
  id: text("id").primaryKey(),
  expiresAt: integer("expires_at").notNull(),
});

export const simulatedCharges = sqliteTable("simulated_charges", {
  id: text("id").primaryKey(),
  reference: text("reference").notNull(),
  amount: integer("amount").notNull(),
  currency: text("currency").notNull(),
  status: text("status", { enum: ["pending", "succeeded", "failed"] }).notNull(),
  failureCode: text("failure_code"),
  settlesAt: integer("settles_at"),
  refunded: integer("refunded").notNull(),
  createdAt: integer("created_at").notNull(),
});

export const simulatedRefunds = sqliteTable("simulated_refunds", {
  id: text("id").primaryKey(),
  chargeId: text("charge_id").notNull(),
  amount: integer("amount").notNull(),
  createdAt: integer("created_at").notNull(),
});
