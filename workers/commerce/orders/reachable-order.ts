import { and, eq } from "drizzle-orm";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { visibleTo } from "../../platform/visible-rows.ts";
import { type OrderRow, orders } from "./tables.ts";

/** An order of the caller's own, or any of the app's for its server. ORDER_NOT_FOUND. */
export async function reachableOrder(ctx: TenantCtx, id: string): Promise<OrderRow> {
  const row = await ctx.db
    .select()
    .from(orders)
    .where(and(visibleTo(ctx, orders), eq(orders.id, id)))
    .get();
  if (row === undefined) throw new AppError("ORDER_NOT_FOUND");
  return row;
}
