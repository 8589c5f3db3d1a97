import { and, asc, eq, sql } from "drizzle-orm";
import { type ExportSection, newerThan, type PersonalData, stretchOf } from "../../platform/personal-data.ts";
import { linesOf, orderView } from "./read.ts";
import { orders, orderTimeline } from "./tables.ts";

const allOrders: ExportSection = {
  name: "orders",
  async read(ctx, { userId }, after, rows) {
    const found = await ctx.db
      .select()
      .from(orders)
      .where(and(eq(orders.userId, userId), newerThan(after, orders.createdAt, orders.id)))
      .orderBy(asc(orders.createdAt), asc(orders.id))
      .limit(rows + 1);
    const lines = await linesOf(
      ctx,
      found.map(({ id }) => id),
    );
    return stretchOf(
      found,
      rows,
      ({ createdAt, id }) => [createdAt, id],
      (row) => {
        const { timeline: _, ...order } = orderView(row, lines.get(row.id) ?? []);
        return { appId: row.appId, ...order };
      },
    );
  },
};

/**
 * Orders belong to the books: what was sold for how much stays, under an id that leads to nobody. Whom the parcel went to, where it is, and what anybody wrote
 * about it go.
 */
export const orderData: PersonalData = {
  sections: [allOrders],
  erase: async (ctx, { userId }) => [
    ctx.db
      .update(orders)
      .set({ shippingAddress: null, tracking: null, endReason: null, updatedAt: sql`max(${orders.updatedAt}, ${ctx.now()})` })
      .where(eq(orders.userId, userId)),
    ctx.db
      .update(orderTimeline)
      .set({ details: sql`json_remove(${orderTimeline.details}, '$.reason', '$.tracking')` })
      .where(sql`${orderTimeline.orderId} IN (SELECT ${orders.id} FROM ${orders} WHERE ${orders.userId} = ${userId})`),
  ],
};
