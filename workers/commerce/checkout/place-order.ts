import type { Refusal } from "../../../contracts/ledger.ts";
import { limits } from "../../../contracts/limits.ts";
import type { Checkout } from "../../../contracts/orders.ts";
import { insertPayment } from "../../payments/charge-payment.ts";
import type { PaymentRow } from "../../payments/tables.ts";
import type { UserCtx } from "../../platform/context.ts";
import { field } from "../../platform/json-field.ts";
import type { OrderLineRow, OrderRow } from "../orders/tables.ts";
import { fails, happened } from "../orders/transition.ts";
import { variantsOf } from "../products/variants-of.ts";
import type { PricedOrder } from "./priced-order.ts";

interface Placing {
  orderId: string;
  /** Who begins to work on it. */
  worker: string;
  order: PricedOrder;
  /** What it is going to be paid with; null: it costs nothing. */
  payment: PaymentRow | null;
  shippingAddress: Checkout["shippingAddress"];
}

/** What was written down. */
export interface Placed {
  ok: true;
  order: OrderRow;
  lines: OrderLineRow[];
}

/**
 * Writes an order and its payment down and takes what D1 has of it, in one transaction: so many pieces of the stock, one use of the code. From then on the
 * sweep looks after it. OUT_OF_STOCK with `details.items`, PROMOTION_USED_UP: then nothing is written.
 */
export async function placeOrder(ctx: UserCtx, placing: Placing): Promise<Placed | Refusal> {
  const { DB } = ctx.env;
  const order = rowOf(ctx, placing);
  const { lines } = placing.order;
  const statements = [
    insertOrder(ctx, order),
    DB.prepare(insertLines).bind(order.id, order.appId, JSON.stringify(lines)),
    happened(ctx, order.id, { type: "placed", actor: "user" }),
  ];
  if (placing.payment !== null) statements.push(insertPayment(ctx, placing.payment));
  if (order.promotionId !== null) statements.push(takePromotion(ctx, order, order.promotionId));
  try {
    await DB.batch(statements);
  } catch (error) {
    if (fails(error, "enough_in_stock")) return outOfStock(ctx, placing.order);
    if (fails(error, "promotion_uses_left")) return { ok: false, code: "PROMOTION_USED_UP", details: { reason: "USED_UP" } };
    if (fails(error, "promotion_uses_of_user_left")) return { ok: false, code: "PROMOTION_USED_UP", details: { reason: "USED_BY_YOU" } };
    throw error;
  }
  const { id: orderId, appId } = order;
  return {
    ok: true,
    order,
    lines: lines.map((line, position) => ({ ...line, orderId, appId, position, bookingId: null, returnedQuantity: 0 })),
  };
}

function rowOf(ctx: UserCtx, { orderId, worker, order, payment, shippingAddress }: Placing): OrderRow {
  const now = ctx.now();
  const { lines, subtotal, discount, total, currency, promotionId, promotionCode } = order;
  return {
    id: orderId,
    appId: ctx.tenant.appId,
    userId: ctx.actor.userId,
    state: "PLACED",
    fulfilment: lines.some(({ kind }) => kind === "PRODUCT") ? "UNFULFILLED" : "NONE",
    step: payment === null ? "BOOKING" : "CHARGING",
    worker,
    leasedUntil: now + limits.checkoutLeaseSeconds * 1000,
    subtotal,
    discount,
    total,
    refundedAmount: 0,
    currency,
    promotionId,
    promotionCode,
    paymentId: payment?.id ?? null,
    shippingAddress: shippingAddress ?? null,
    tracking: null,
    endReason: null,
    endedBy: null,
    expiresAt: now + limits.checkoutSeconds * 1000,
    paidAt: null,
    deliveredAt: null,
    createdAt: now,
    updatedAt: now,
    status: "PENDING",
  };
}

const insertOrder = (ctx: UserCtx, order: OrderRow): D1PreparedStatement =>
  ctx.env.DB.prepare(
    `INSERT INTO orders (id, app_id, user_id, state, fulfilment, step, worker, leased_until, subtotal, discount, total, currency, promotion_id,
       promotion_code, payment_id, shipping_address, expires_at, created_at, updated_at)
     VALUES (?1, ?2, ?3, 'PLACED', ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?17)`,
  ).bind(
    order.id,
    order.appId,
    order.userId,
    order.fulfilment,
    order.step,
    order.worker,
    order.leasedUntil,
    order.subtotal,
    order.discount,
    order.total,
    order.currency,
    order.promotionId,
    order.promotionCode,
    order.paymentId,
    order.shippingAddress === null ? null : JSON.stringify(order.shippingAddress),
    order.expiresAt,
    order.createdAt,
  );

const takePromotion = (ctx: UserCtx, { id, userId, createdAt }: OrderRow, promotionId: string): D1PreparedStatement =>
  ctx.env.DB.prepare("INSERT INTO promotion_uses (order_id, promotion_id, user_id, created_at) VALUES (?, ?, ?, ?)").bind(
    id,
    promotionId,
    userId,
    createdAt,
  );

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
