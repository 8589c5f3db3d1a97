import { and, eq, gte, sql } from "drizzle-orm";
import { limits } from "../../../contracts/limits.ts";
import type { DeskSummary } from "../../../contracts/order-desk.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { orderLines, orders } from "../orders/tables.ts";
import { ofSeller } from "./read.ts";

const dayMs = 86_400_000;

/** How many of the caller's orders wait for what, and what they came to lately. Amounts in minor units, before refunds. */
export async function summarizeDesk(ctx: TenantCtx): Promise<DeskSummary> {
  const since = ctx.now() - limits.deskSummaryDays * dayMs;
  const ofApp = and(eq(orders.appId, ctx.tenant.appId), ofSeller(ctx));
  const count = sql<number>`count(*)`;
  const [byStatus, pending, revenue] = await ctx.db.batch([
    ctx.db
      .select({ status: orders.status, count })
      .from(orders)
      // As the index orders_to_ship has it: of the many that are paid, those of which something is sent.
      .where(and(ofApp, sql`${orders.fulfilment} <> 'NONE'`, sql`${orders.status} IN ('PAID', 'FULFILLING', 'SHIPPED')`))
      .groupBy(orders.status),
    ctx.db
      .select({ count })
      .from(orders)
      .where(and(ofApp, eq(orders.status, "PENDING"))),
    ctx.db
      .select({ currency: orders.currency, amount: sql<number>`sum(${orderLines.amount} - ${orderLines.discount})` })
      .from(orders)
      .innerJoin(orderLines, eq(orderLines.orderId, orders.id))
      .where(
        and(
          eq(orders.appId, ctx.tenant.appId),
          gte(orders.createdAt, since),
          eq(orders.state, "CONFIRMED"),
          ctx.actor.kind === "user" ? eq(orderLines.sellerId, ctx.actor.userId) : undefined,
          eq(orderLines.appId, ctx.tenant.appId),
        ),
      )
      .groupBy(orders.currency),
  ]);
  const countOf = (status: string): number => byStatus.find((row) => row.status === status)?.count ?? 0;
  return {
    toShip: countOf("PAID") + countOf("FULFILLING"),
    shipped: countOf("SHIPPED"),
    pendingCount: pending[0]?.count ?? 0,
    days: limits.deskSummaryDays,
    revenue,
  };
}
