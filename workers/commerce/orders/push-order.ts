import type { MarqueeEvent } from "../../../contracts/events.ts";
import type { OrderPush } from "../../../contracts/pushes.ts";
import { pushToInboxes } from "../../identity/push-to-inboxes.ts";
import type { Ctx } from "../../platform/context.ts";
import { among } from "../../platform/database.ts";
import { orders } from "./tables.ts";

/** What an order has become, as its buyer hears of it. */
export type OrderTold = Extract<MarqueeEvent, { wasPaid: boolean }>;

/**
 * Tells buyers what became of their orders: behind their bell, and wherever they are connected. Throws if an inbox failed, and the event comes again; told
 * again, a push is known by its id. Of what a declined card at the till came to, the buyer knows.
 */
export async function pushOrder(ctx: Ctx, events: readonly OrderTold[]): Promise<void> {
  const found = await statesOf(ctx, events);
  const told = events.flatMap((event) => {
    const order = found.get(event.orderId);
    return event.isKnown || order === undefined || order.appId !== event.appId
      ? []
      : [{ userId: event.userId, push: pushOf(event, order) }];
  });
  await pushToInboxes(ctx, told);
}

async function statesOf(ctx: Ctx, events: readonly OrderTold[]) {
  const rows = await ctx.db
    .select({ id: orders.id, appId: orders.appId, status: orders.status, total: orders.total, currency: orders.currency })
    .from(orders)
    .where(
      among(
        orders.id,
        events.map(({ orderId }) => orderId),
      ),
    );
  return new Map(rows.map((row) => [row.id, row]));
}

function pushOf(event: OrderTold, { status, total, currency }: { status: OrderPush["data"]["status"]; total: number; currency: string }) {
  const { id, type, appId, orderId } = event;
  const amount = type === "order.paid" ? total : event.amount;
  const data = { orderId, status, ...(amount > 0 && { amount }), currency };
  return { id, type, appId, at: new Date(event.at).toISOString(), data } satisfies OrderPush;
}
