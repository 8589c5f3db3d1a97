import { and, asc, desc, eq, gte, lt, type SQL } from "drizzle-orm";
import type { Page } from "../../../contracts/envelope.ts";
import type { Order, OrderEvent, OrderLine, OrderQuery } from "../../../contracts/orders.ts";
import type { Ctx, TenantCtx } from "../../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../../platform/cursor.ts";
import { among } from "../../platform/database.ts";
import { visibleTo } from "../../platform/visible-rows.ts";
import { reachableOrder } from "./reachable-order.ts";
import { type OrderEventRow, type OrderLineRow, type OrderRow, orderLines, orders, orderTimeline } from "./tables.ts";

/** An order of the caller's own, or any of the app's for its server, with its timeline. ORDER_NOT_FOUND. */
export async function getOrder(ctx: TenantCtx, id: string): Promise<Order> {
  return wholeOrder(ctx, await reachableOrder(ctx, id));
}

/** The caller's orders, newest first. Their timelines are left out. */
export async function listOrders(ctx: TenantCtx, query: OrderQuery): Promise<Page<Order>> {
  const rows = await ctx.db
    .select()
    .from(orders)
    .where(and(visibleTo(ctx, orders), ...orderFilters(query), olderThan(query.cursor, orders.createdAt, orders.id)))
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(query.limit + 1);
  const lines = await linesOf(
    ctx,
    rows.map(({ id }) => id),
  );
  return toPage(
    rows,
    query.limit,
    (row) => encodeCursor(row.createdAt, row.id),
    (row) => orderView(row, lines.get(row.id) ?? []),
  );
}

/** What every list of orders can be narrowed down by. */
export const orderFilters = ({ status, from, to }: Pick<OrderQuery, "status" | "from" | "to">): (SQL | undefined)[] => [
  status && eq(orders.status, status),
  from === undefined ? undefined : gte(orders.createdAt, Date.parse(from)),
  to === undefined ? undefined : lt(orders.createdAt, Date.parse(to)),
];

/** An order as its single view shows it. */
export async function wholeOrder(ctx: Ctx, row: OrderRow): Promise<Order> {
  const [lines, timeline] = await ctx.db.batch([linesInOrder(ctx, row.id), timelineInOrder(ctx, row.id)]);
  return orderView(row, lines, timeline);
}

/** The query of an order's lines. Not a promise: it may go into a batch. */
export const linesInOrder = (ctx: Ctx, orderId: string) =>
  ctx.db.select().from(orderLines).where(eq(orderLines.orderId, orderId)).orderBy(asc(orderLines.position));

/** The query of what happened to an order, the oldest first. Not a promise: it may go into a batch. */
export const timelineInOrder = (ctx: Ctx, orderId: string) =>
  ctx.db.select().from(orderTimeline).where(eq(orderTimeline.orderId, orderId)).orderBy(asc(orderTimeline.at), asc(orderTimeline.key));

/** The lines of each of these orders, in their order. */
export async function linesOf(ctx: Ctx, orderIds: readonly string[]): Promise<Map<string, OrderLineRow[]>> {
  if (orderIds.length === 0) return new Map();
  const lines = await ctx.db.select().from(orderLines).where(among(orderLines.orderId, orderIds)).orderBy(asc(orderLines.position));
  return Map.groupBy(lines, ({ orderId }) => orderId);
}

const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** An order as it is answered. */
export const orderView = (row: OrderRow, lines: readonly OrderLineRow[], timeline: readonly OrderEventRow[] = []): Order => ({
  id: row.id,
  status: row.status,
  state: row.state,
  paymentStatus: paymentStatusOf(row),
  fulfilment: row.fulfilment,
  userId: row.userId,
  lines: lines.map(lineView),
  subtotal: row.subtotal,
  discount: row.discount,
  total: row.total,
  refundedAmount: row.refundedAmount,
  currency: row.currency,
  promotionCode: row.promotionCode,
  paymentId: row.paymentId,
  shippingAddress: row.shippingAddress,
  tracking: row.tracking,
  endReason: row.endReason,
  timeline: timeline.map(eventView),
  expiresAt: new Date(row.expiresAt).toISOString(),
  paidAt: timeOf(row.paidAt),
  deliveredAt: timeOf(row.deliveredAt),
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});

/** How its money stands, whatever became of the order and of its parcel. */
function paymentStatusOf({ state, total, paidAt, refundedAmount }: OrderRow): Order["paymentStatus"] {
  if (refundedAmount > 0) return refundedAmount >= total ? "REFUNDED" : "PARTIALLY_REFUNDED";
  if (paidAt !== null) return "PAID";
  return state === "CANCELLED" ? "FAILED" : "PENDING";
}

const eventView = ({ at, type, actor, details }: OrderEventRow): OrderEvent => ({ at: new Date(at).toISOString(), type, actor, details });

/** A line as it is answered; the database's own check says which fields a line of its kind has. */
export function lineView(line: OrderLineRow): OrderLine {
  const { id, name, imageUrl, quantity, unitPrice, amount, discount } = line;
  const shared = { id, name, imageUrl, quantity, unitPrice, amount, discount };
  if (line.kind === "PRODUCT") {
    const { variantName, returnedQuantity } = line;
    return { ...shared, kind: "PRODUCT", productId: line.productId ?? "", variantId: line.variantId ?? "", variantName, returnedQuantity };
  }
  const { listingId, showtimeId, reservationToken, bookingId, seats } = line;
  return {
    ...shared,
    kind: "TICKETS",
    listingId: listingId ?? "",
    showtimeId: showtimeId ?? "",
    reservationToken: reservationToken ?? "",
    bookingId,
    seats,
  };
}
