import type { MarqueeEvent } from "../../../contracts/events.ts";
import type { OrderPush } from "../../../contracts/pushes.ts";
import { inboxOf } from "../../identity/inbox-of.ts";
import type { Ctx } from "../../platform/context.ts";
import { among } from "../../platform/database.ts";
import { orders } from "./tables.ts";

/** What an order has become, as its buyer hears of it. */
export type OrderTold = Extract<MarqueeEvent, { wasPaid: boolean }>;

/**
 * Tells buyers what became of their orders wherever they are connected, and waits for nobody who is not: it is a courtesy beside the mail and the page of
 * the order. Never throws; told again, a client knows the push by its id.
 */
export async function pushOrder(ctx: Ctx, events: readonly OrderTold[]): Promise<void> {
  try {
    const found = await statesOf(ctx, events);
    const pushed = events.flatMap((event) => {
      const order = found.get(event.orderId);
      return order === undefined || order.appId !== event.appId ? [] : [inboxOf(ctx.env, event.userId).push(pushOf(event, order))];
    });
    for (const outcome of await Promise.allSettled(pushed)) {
      if (outcome.status === "rejected") ctx.log.warn("a buyer was not pushed what became of an order", { error: String(outcome.reason) });
    }
  } catch (error) {
    ctx.log.warn("buyers were not pushed what became of their orders", { error: String(error) });
  }
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
