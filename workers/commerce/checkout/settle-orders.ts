import { and, asc, lt, ne, sql } from "drizzle-orm";
import type { MarqueeEvent } from "../../../contracts/events.ts";
import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../../platform/context.ts";
import { among } from "../../platform/database.ts";
import { announceFacts } from "../../platform/outbox.ts";
import { orders } from "../orders/tables.ts";
import { settleOrder } from "./settle-order.ts";

/** How long an order that nobody touches may wait before the sweep looks at it. */
const patienceMs = 60_000;

/** On `payment.succeeded` and `payment.failed`: the orders that waited for it go on. A reservation's payment is waited for by nobody here. */
export async function settlePaidOrders(
  ctx: Ctx,
  events: readonly Extract<MarqueeEvent, { type: "payment.succeeded" | "payment.failed" }>[],
): Promise<void> {
  const waiting = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(
      and(
        among(
          orders.id,
          events.flatMap(({ orderId }) => orderId ?? []),
        ),
        ne(orders.state, "CONFIRMED"),
      ),
    );
  for (const { id } of waiting) await settleOrder(ctx, id);
  if (waiting.length > 0) announceFacts(ctx);
}

/** Goes on with what a crash left behind, and ends what nobody paid in time. Each by itself: one that fails waits for the next sweep. */
export async function sweepOrders(ctx: Ctx): Promise<void> {
  const waiting = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .where(and(ne(orders.step, sql.raw("'DONE'")), lt(orders.updatedAt, ctx.now() - patienceMs)))
    .orderBy(asc(orders.updatedAt))
    .limit(limits.ordersResumedPerSweep);
  for (const { id } of waiting) {
    await settleOrder(ctx, id).catch((error: unknown) => ctx.log.error("an order could not be brought further", error, { order: id }));
  }
  announceFacts(ctx);
}
