import { env } from "cloudflare:workers";
import { newId } from "../workers/platform/ids.ts";
import type { TestApp } from "./harness.ts";

interface Placed {
  userId?: string;
  promotionId?: string;
  line?: { productId: string; variantId: string; quantity: number; imageUrl?: string };
}

/** The statements by which an order is placed, alone and as one batch: what holds stock and uses codes are the triggers. Answers the order's id. */
export async function placeOrder(app: TestApp, { userId = "usr_buyer", promotionId, line }: Placed): Promise<string> {
  const orderId = newId("order");
  const order = env.DB.prepare(
    `INSERT INTO orders (id, app_id, user_id, state, fulfilment, step, subtotal, discount, total, currency, promotion_id, expires_at, created_at, updated_at)
     VALUES (?, ?, ?, 'PLACED', 'NONE', 'CHARGING', 100, 0, 100, 'EUR', ?, 0, 0, 0)`,
  ).bind(orderId, app.appId, userId, promotionId ?? null);
  const use = env.DB.prepare("INSERT INTO promotion_uses (order_id, promotion_id, user_id, created_at) VALUES (?, ?, ?, 0)");
  const product = env.DB.prepare(
    `INSERT INTO order_lines (id, order_id, app_id, position, kind, product_id, variant_id, image_url, name, quantity, unit_price, amount, stock_state)
     VALUES (?, ?, ?, 0, 'PRODUCT', ?, ?, ?, 'X', ?, 100, 100, 'HELD')`,
  );
  await env.DB.batch([
    order,
    ...(promotionId === undefined ? [] : [use.bind(orderId, promotionId, userId)]),
    ...(line === undefined
      ? []
      : [product.bind(newId("orderLine"), orderId, app.appId, line.productId, line.variantId, line.imageUrl ?? null, line.quantity)]),
  ]);
  return orderId;
}

/** What becomes of an order's stock when it is paid (TAKEN) or comes to nothing (RETURNED). */
export const moveStock = async (orderId: string, to: "TAKEN" | "RETURNED"): Promise<void> => {
  await env.DB.prepare("UPDATE order_lines SET stock_state = ? WHERE order_id = ? AND stock_state = 'HELD'").bind(to, orderId).run();
};
