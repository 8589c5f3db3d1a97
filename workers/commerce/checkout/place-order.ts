import type { Refusal } from "../../../contracts/ledger.ts";
import { limits } from "../../../contracts/limits.ts";
import type { Checkout } from "../../../contracts/orders.ts";
import type { UserCtx } from "../../platform/context.ts";
import { fails, happened } from "../orders/transition.ts";
import { variantsOf } from "../products/variants-of.ts";
import type { PricedOrder } from "./priced-order.ts";

interface Placing {
  orderId: string;
  /** Who begins to work on it. */
  worker: string;
  order: PricedOrder;
  shippingAddress: Checkout["shippingAddress"];
}

/**
 * Writes an order down and takes what D1 has of it, in one transaction: so many pieces of the stock, one use of the code. From then on the sweep looks after it.
 * OUT_OF_STOCK with `details.items`, PROMOTION_USED_UP: then nothing is written.
 */
export async function placeOrder(ctx: UserCtx, { orderId, worker, order, shippingAddress }: Placing): Promise<{ ok: true } | Refusal> {
  const { DB } = ctx.env;
  const now = ctx.now();
  const { appId } = ctx.tenant;
  const { userId } = ctx.actor;
  const { lines, subtotal, discount, total, currency, promotionId, promotionCode } = order;
  const isSent = lines.some(({ kind }) => kind === "PRODUCT");
  const statements = [
    DB.prepare(
      `INSERT INTO orders (id, app_id, user_id, state, fulfilment, step, worker, leased_until, subtotal, discount, total, currency, promotion_id,
         promotion_code, shipping_address, expires_at, created_at, updated_at)
       VALUES (?1, ?2, ?3, 'PLACED', ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?16)`,
    ).bind(
      orderId,
      appId,
      userId,
      isSent ? "UNFULFILLED" : "NONE",
      total > 0 ? "CHARGING" : "BOOKING",
      worker,
      now + limits.checkoutLeaseSeconds * 1000,
      subtotal,
      discount,
      total,
      currency,
      promotionId,
      promotionCode,
      shippingAddress === undefined ? null : JSON.stringify(shippingAddress),
      now + limits.checkoutSeconds * 1000,
      now,
    ),
    DB.prepare(insertLines).bind(orderId, appId, JSON.stringify(lines)),
    happened(ctx, orderId, { type: "placed", actor: "user" }),
  ];
  if (promotionId !== null)
    statements.push(
      DB.prepare("INSERT INTO promotion_uses (order_id, promotion_id, user_id, created_at) VALUES (?, ?, ?, ?)").bind(
        orderId,
        promotionId,
        userId,
        now,
      ),
    );
  try {
    await DB.batch(statements);
    return { ok: true };
  } catch (error) {
    if (fails(error, "enough_in_stock")) return outOfStock(ctx, order);
    if (fails(error, "promotion_uses_left")) return { ok: false, code: "PROMOTION_USED_UP", details: { reason: "USED_UP" } };
    if (fails(error, "promotion_uses_of_user_left")) return { ok: false, code: "PROMOTION_USED_UP", details: { reason: "USED_BY_YOU" } };
    throw error;
  }
}

const field = (name: string): string => `json_extract(value, '$.${name}')`;

const insertLines = `
  INSERT INTO order_lines (id, order_id, app_id, position, kind, product_id, variant_id, seller_id, name, variant_name, image_url, listing_id, showtime_id,
    reservation_token, seats, quantity, unit_price, amount, discount, stock_state)
  SELECT ${field("id")}, ?1, ?2, key, ${field("kind")}, ${field("productId")}, ${field("variantId")}, ${field("sellerId")}, ${field("name")},
    ${field("variantName")}, ${field("imageUrl")}, ${field("listingId")}, ${field("showtimeId")}, ${field("reservationToken")}, ${field("seats")},
    ${field("quantity")}, ${field("unitPrice")}, ${field("amount")}, ${field("discount")}, ${field("stockState")}
  FROM json_each(?3)`;

/** Which lines somebody else was quicker with. None, if they have been given back since. */
async function outOfStock(ctx: UserCtx, { lines }: PricedOrder): Promise<Refusal> {
  const wanted = lines.filter(({ kind }) => kind === "PRODUCT");
  const found = await variantsOf(
    ctx,
    wanted.map(({ variantId }) => variantId ?? ""),
  );
  const left = new Map(found.map(({ variantId, available }) => [variantId, available]));
  const items = wanted
    .map(({ productId, variantId, quantity }) => ({ productId, variantId, quantity, available: left.get(variantId ?? "") ?? 0 }))
    .filter(({ quantity, available }) => available < quantity);
  return { ok: false, code: "OUT_OF_STOCK", details: { items } };
}
