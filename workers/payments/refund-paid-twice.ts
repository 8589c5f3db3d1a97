import { and, eq, getTableColumns, sql } from "drizzle-orm";
import type { Ctx } from "../platform/context.ts";
import { refundIfLost } from "./refund-if-lost.ts";
import { isForReservation, payments } from "./tables.ts";

/**
 * On `order.paid`: whoever had paid for a reservation by itself and then ordered it in a cart has paid twice, and gets the first payment back at once. Again:
 * nothing. One that is still under way is seen to when it succeeds.
 */
export async function refundPaidTwice(ctx: Ctx, events: readonly { orderId: string }[]): Promise<void> {
  const ids = JSON.stringify(events.map(({ orderId }) => orderId));
  const found = await ctx.db
    .select(getTableColumns(payments))
    .from(sql`order_lines`)
    .innerJoin(
      payments,
      // In the words of the index, so that SQLite sees that it may use it.
      and(sql`${payments.reservationToken} = order_lines.reservation_token`, sql`${payments.status} IN ('PENDING', 'SUCCESS')`),
    )
    .where(and(sql`order_lines.order_id IN (SELECT value FROM json_each(${ids}))`, eq(payments.status, "SUCCESS")));
  for (const payment of found) if (isForReservation(payment)) await refundIfLost(ctx, payment);
}
