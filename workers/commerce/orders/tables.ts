import { sql } from "drizzle-orm";
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Fulfilment, OrderState, OrderStatus, ShippingAddress, Tracking } from "../../../contracts/orders.ts";
import type { HeldSeat } from "../../../contracts/seats.ts";

/**
 * Where an order's checkout stands. CHARGING: placed, stock and code are taken, and it waits for its payment. BOOKING: paid, its reservations become
 * bookings. UNDOING: it came to nothing and gives back what it took. CALLING_OFF: it was bought, and what it had is being given back. DONE: nothing is left to do.
 */
export type OrderStep = "CHARGING" | "BOOKING" | "UNDOING" | "CALLING_OFF" | "DONE";
export type EndedBy = "BUYER" | "SELLER" | "SYSTEM";

/** `status` is generated from the others. `worker` has the order to itself until `leasedUntil`. */
export const orders = sqliteTable("orders", {
  id: text("id").primaryKey(),
  appId: text("app_id").notNull(),
  userId: text("user_id").notNull(),
  state: text("state").$type<OrderState>().notNull(),
  fulfilment: text("fulfilment").$type<Fulfilment>().notNull(),
  step: text("step").$type<OrderStep>().notNull(),
  worker: text("worker"),
  leasedUntil: integer("leased_until").notNull(),
  subtotal: integer("subtotal").notNull(),
  discount: integer("discount").notNull(),
  total: integer("total").notNull(),
  refundedAmount: integer("refunded_amount").notNull(),
  currency: text("currency").notNull(),
  promotionId: text("promotion_id"),
  promotionCode: text("promotion_code"),
  paymentId: text("payment_id"),
  shippingAddress: text("shipping_address", { mode: "json" }).$type<ShippingAddress>(),
  tracking: text("tracking", { mode: "json" }).$type<Tracking>(),
  endReason: text("end_reason"),
  endedBy: text("ended_by").$type<EndedBy>(),
  expiresAt: integer("expires_at").notNull(),
  paidAt: integer("paid_at"),
  deliveredAt: integer("delivered_at"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
  status: text("status").$type<OrderStatus>().notNull().generatedAlwaysAs(sql`''`, { mode: "virtual" }),
});
export type OrderRow = typeof orders.$inferSelect;

/** As they were when they were sold. Triggers move the stock with `stockState` and `returnedQuantity`. */
export const orderLines = sqliteTable("order_lines", {
  id: text("id").primaryKey(),
  orderId: text("order_id").notNull(),
  appId: text("app_id").notNull(),
  position: integer("position").notNull(),
  kind: text("kind", { enum: ["PRODUCT", "TICKETS"] }).notNull(),
  productId: text("product_id"),
  variantId: text("variant_id"),
  sellerId: text("seller_id"),
  name: text("name").notNull(),
  variantName: text("variant_name").notNull(),
  imageUrl: text("image_url"),
  listingId: text("listing_id"),
  showtimeId: text("showtime_id"),
  reservationToken: text("reservation_token"),
  seats: text("seats", { mode: "json" }).$type<HeldSeat[]>().notNull(),
  bookingId: text("booking_id"),
  quantity: integer("quantity").notNull(),
  unitPrice: integer("unit_price").notNull(),
  amount: integer("amount").notNull(),
  discount: integer("discount").notNull(),
  stockState: text("stock_state", { enum: ["NONE", "HELD", "TAKEN", "RETURNED"] }).notNull(),
  returnedQuantity: integer("returned_quantity").notNull(),
});
export type OrderLineRow = typeof orderLines.$inferSelect;
export type NewOrderLine = Omit<OrderLineRow, "orderId" | "appId" | "bookingId" | "returnedQuantity" | "position">;

export const orderTimeline = sqliteTable(
  "order_timeline",
  {
    orderId: text("order_id").notNull(),
    key: text("key").notNull(),
    at: integer("at").notNull(),
    type: text("type").notNull(),
    actor: text("actor").notNull(),
    details: text("details", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.key] })],
);
export type OrderEventRow = typeof orderTimeline.$inferSelect;
