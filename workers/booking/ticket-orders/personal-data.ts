import { eq } from "drizzle-orm";
import { type PersonalData, sectionOf } from "../../platform/personal-data.ts";
import { orderStatusIn } from "./order-status.ts";
import { orderRowView, selectOrders } from "./read.ts";
import { ticketOrders } from "./tables.ts";

const allOrders = sectionOf({
  name: "ticketOrders",
  order: [ticketOrders.createdAt, ticketOrders.id],
  whose: ({ userId }) => eq(ticketOrders.userId, userId),
  select: (ctx) => selectOrders(ctx, orderStatusIn(ctx.now())).$dynamic(),
  keyOf: ({ order }) => [order.createdAt, order.id],
  show: (each) => ({ appId: each.order.appId, ...orderRowView(each) }),
});

/** Orders belong to the ledger: they name nobody but a user id, and stay. */
export const ticketOrderData: PersonalData = { sections: [allOrders], erase: async () => [] };
