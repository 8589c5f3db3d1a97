import { and, eq, isNull, ne, or } from "drizzle-orm";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { type OrderRow, orderLines, orders } from "./tables.ts";

/** An order that the caller sells: the tenant's server every one of the app, an organizer one whose every line is theirs. ORDER_NOT_FOUND. */
export async function soldOrder(ctx: TenantCtx, id: string): Promise<OrderRow> {
  const row = await ctx.db
    .select()
    .from(orders)
    .where(and(eq(orders.id, id), eq(orders.appId, ctx.tenant.appId)))
    .get();
  if (row === undefined) throw new AppError("ORDER_NOT_FOUND");
  if (ctx.actor.kind !== "user") return row;
  const others = await ctx.db
    .select({ id: orderLines.id })
    .from(orderLines)
    .where(and(eq(orderLines.orderId, id), or(isNull(orderLines.sellerId), ne(orderLines.sellerId, ctx.actor.userId))))
    .limit(1);
  if (others.length > 0) throw new AppError("ORDER_NOT_FOUND");
  return row;
}
