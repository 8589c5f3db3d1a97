import { and, asc, eq } from "drizzle-orm";
import { type ExportSection, newerThan, type PersonalData, stretchOf } from "../../platform/personal-data.ts";
import { orderStatusIn } from "./order-status.ts";
import { orderRowView, selectOrders } from "./read.ts";
import { ticketOrders } from "./tables.ts";

const allOrders: ExportSection = {
  name: "ticketOrders",
  async read(ctx, { userId }, after, rows) {
    const found = await selectOrders(ctx, orderStatusIn(ctx.now()))
      .where(and(eq(ticketOrders.userId, userId), newerThan(after, ticketOrders.createdAt, ticketOrders.id)))
      .orderBy(asc(ticketOrders.createdAt), asc(ticketOrders.id))
      .limit(rows + 1);
    return stretchOf(
      found,
      rows,
      ({ order }) => [order.createdAt, order.id],
      (each) => ({ appId: each.order.appId, ...orderRowView(each) }),
    );
  },
};

/** Orders belong to the ledger: they name nobody but a user id, and stay. */
export const ticketOrderData: PersonalData = { sections: [allOrders], erase: async () => [] };
