import { env } from "cloudflare:workers";
import type { Fulfilment, ShippingAddress } from "../contracts/orders.ts";
import { newId } from "../workers/platform/ids.ts";
import type { TestApp } from "./harness.ts";

interface SoldLine {
  kind?: "PRODUCT" | "TICKETS";
  name?: string;
  variantName?: string;
  sellerId?: string | null;
  showtimeId?: string;
  bookingId?: string;
  quantity?: number;
  unitPrice?: number;
  discount?: number;
}
interface SoldOrder {
  lines?: SoldLine[];
  state?: "PLACED" | "CONFIRMED" | "CANCELLED";
  fulfilment?: Fulfilment;
  address?: ShippingAddress | null;
  createdAt?: number;
  currency?: string;
  promotionCode?: string | null;
}

export const somewhere: ShippingAddress = {
  name: "Ada Lovelace",
  line1: "Ringstraße 1",
  postalCode: "1010",
  city: "Vienna",
  country: "AT",
};

/** Writes an order down as a checkout leaves it, for what only reads orders. Its lines are two large popcorns unless it says otherwise. Answers its id. */
export async function soldOrder(
  app: TestApp,
  userId: string,
  {
    lines = [{}],
    state = "CONFIRMED",
    fulfilment,
    address = somewhere,
    createdAt = Date.now(),
    currency = "EUR",
    promotionCode = null,
  }: SoldOrder = {},
): Promise<string> {
  const orderId = newId("order", createdAt);
  const sold = lines.map(({ kind = "PRODUCT", quantity = 2, unitPrice = 650, discount = 0, ...line }) => ({
    kind,
    quantity,
    unitPrice,
    discount,
    ...line,
  }));
  const subtotal = sold.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const discount = sold.reduce((sum, line) => sum + line.discount, 0);
  const isSent = sold.some(({ kind }) => kind === "PRODUCT");
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO orders (id, app_id, user_id, state, fulfilment, step, subtotal, discount, total, currency, promotion_code, shipping_address, expires_at,
         created_at, updated_at) VALUES (?1, ?2, ?3, 'PLACED', ?4, 'DONE', ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12)`,
    ).bind(
      orderId,
      app.appId,
      userId,
      fulfilment ?? (isSent ? "UNFULFILLED" : "NONE"),
      subtotal,
      discount,
      subtotal - discount,
      currency,
      promotionCode,
      isSent && address !== null ? JSON.stringify(address) : null,
      createdAt + 300_000,
      createdAt,
    ),
    ...sold.map(
      ({ kind, name = "Popcorn, large", variantName = "", sellerId = null, showtimeId = null, bookingId = null, ...line }, position) =>
        env.DB.prepare(
          `INSERT INTO order_lines (id, order_id, app_id, position, kind, product_id, variant_id, seller_id, name, variant_name, listing_id, showtime_id,
           reservation_token, booking_id, quantity, unit_price, amount, discount, stock_state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, 'NONE')`,
        ).bind(
          newId("orderLine", createdAt),
          orderId,
          app.appId,
          position,
          kind,
          kind === "PRODUCT" ? "prd_popcorn" : null,
          kind === "PRODUCT" ? "var_popcorn" : null,
          sellerId,
          name,
          variantName,
          kind === "TICKETS" ? "evt_x" : null,
          showtimeId,
          kind === "TICKETS" ? `rsv_${crypto.randomUUID()}` : null,
          bookingId,
          line.quantity,
          line.unitPrice,
          line.quantity * line.unitPrice,
          line.discount,
        ),
    ),
    env.DB.prepare("INSERT INTO order_timeline (order_id, key, at, type, actor) VALUES (?, 'placed', ?, 'placed', 'user')").bind(
      orderId,
      createdAt,
    ),
    env.DB.prepare("UPDATE orders SET state = ?2, paid_at = iif(?2 = 'CONFIRMED', created_at, NULL) WHERE id = ?1 AND ?2 <> 'PLACED'").bind(
      orderId,
      state,
    ),
  ]);
  return orderId;
}
