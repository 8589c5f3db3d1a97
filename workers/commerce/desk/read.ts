import { and, asc, desc, eq, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { Page } from "../../../contracts/envelope.ts";
import type { DeskBuyer, DeskOrder } from "../../../contracts/order-desk.ts";
import type { OrderDeskQuery } from "../../../contracts/orders.ts";
import { users } from "../../identity/tables.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../../platform/cursor.ts";
import { among } from "../../platform/database.ts";
import { linesOf, orderFilters, orderView } from "../orders/read.ts";
import { type OrderEventRow, type OrderLineRow, type OrderRow, orderLines, orders, orderTimeline } from "../orders/tables.ts";
import { allowedFrom } from "../orders/update-status.ts";

/** The orders that the caller sells something of, newest first, with who ordered and what happened. Amounts in minor units. */
export async function listDesk(ctx: TenantCtx, query: OrderDeskQuery): Promise<Page<DeskOrder>> {
  const rows = await ctx.db
    .select({ order: getTableColumns(orders), buyer: { name: users.name, email: users.email, erasedAt: users.erasedAt } })
    .from(orders)
    .leftJoin(users, eq(users.id, orders.userId))
    .where(
      and(
        eq(orders.appId, ctx.tenant.appId),
        ofSeller(ctx),
        ...orderFilters(query),
        query.q === undefined || query.q === "" ? undefined : meaning(ctx, query.q),
        olderThan(query.cursor, orders.createdAt, orders.id),
      ),
    )
    .orderBy(desc(orders.createdAt), desc(orders.id))
    .limit(query.limit + 1);
  const ids = rows.map(({ order }) => order.id);
  const [lines, timelines] = await Promise.all([linesOf(ctx, ids), timelinesOf(ctx, ids)]);
  return toPage(
    rows,
    query.limit,
    ({ order }) => encodeCursor(order.createdAt, order.id),
    ({ order, buyer }) => deskView(ctx, order, buyer, lines.get(order.id) ?? [], timelines.get(order.id) ?? []),
  );
}

/** What of the app's orders the caller sells something of: an organizer those with a line of their own, the tenant's server all. */
export const ofSeller = (ctx: TenantCtx): SQL | undefined =>
  ctx.actor.kind === "user"
    ? sql`${orders.id} IN (SELECT ${orderLines.orderId} FROM ${orderLines} WHERE ${orderLines.appId} = ${ctx.tenant.appId} AND ${orderLines.sellerId} = ${ctx.actor.userId})`
    : undefined;

/** An order's id, or part of a buyer's name. Who may not see addresses cannot find out by them either. `instr`: D1's patterns for LIKE end at 50 bytes. */
function meaning(ctx: TenantCtx, q: string): SQL {
  if (q.startsWith("ord_")) return eq(orders.id, q);
  const inName = sql`instr(lower(${users.name}), lower(${q})) > 0`;
  if (ctx.actor.kind === "user") return sql`(${users.erasedAt} IS NULL AND ${inName})`;
  return sql`(${users.erasedAt} IS NULL AND (${inName} OR instr(${users.email}, lower(${q})) > 0))`;
}

async function timelinesOf(ctx: TenantCtx, orderIds: readonly string[]): Promise<Map<string, OrderEventRow[]>> {
  const rows = await ctx.db
    .select()
    .from(orderTimeline)
    .where(among(orderTimeline.orderId, orderIds))
    .orderBy(asc(orderTimeline.at), asc(orderTimeline.key));
  return Map.groupBy(rows, ({ orderId }) => orderId);
}

type Account = { name: string; email: string; erasedAt: number | null } | null;

function deskView(ctx: TenantCtx, order: OrderRow, account: Account, lines: OrderLineRow[], timeline: OrderEventRow[]): DeskOrder {
  const { actor } = ctx;
  const own = actor.kind === "user" ? lines.filter(({ sellerId }) => sellerId === actor.userId) : lines;
  const sends = actor.kind !== "user" || (order.fulfilment !== "NONE" && own.some(({ kind }) => kind === "PRODUCT"));
  const view = orderView(order, own, timeline);
  return {
    ...view,
    shippingAddress: sends ? view.shippingAddress : null,
    tracking: sends ? view.tracking : null,
    buyer: buyerOf(order.userId, account, sends),
    allowed: own.length === lines.length ? allowedFrom(order) : [],
  };
}

const buyerOf = (id: string, account: Account, withEmail: boolean): DeskBuyer =>
  account === null || account.erasedAt !== null
    ? { id, name: "", email: null }
    : { id, name: account.name, email: withEmail ? account.email : null };
