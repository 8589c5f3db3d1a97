import { and, eq, lt, ne, or, sql } from "drizzle-orm";
import { limits } from "../../../contracts/limits.ts";
import type { Ctx } from "../../platform/context.ts";
import { type OrderRow, orders } from "../orders/tables.ts";

/** A name for whoever works on an order. */
export const newWorker = (): string => crypto.randomUUID();

const patienceMs = 5000;
const pauseMs = 50;

/**
 * Has an order to itself for `limits.checkoutLeaseSeconds`: what the client's call, the provider's word and the sweep do to it happens one after the other.
 * Waits a few seconds for whoever has it. Answers the order as it stands then, or null if it is still somebody else's, or nothing is left to do.
 */
export async function takeOrder(ctx: Ctx, orderId: string, worker: string): Promise<OrderRow | null> {
  for (const until = Date.now() + patienceMs; ; ) {
    const taken = await tryTaking(ctx, orderId, worker);
    if (taken !== undefined) return taken;
    const standing = await ctx.db.select({ step: orders.step }).from(orders).where(eq(orders.id, orderId)).get();
    if (standing === undefined || standing.step === "DONE" || Date.now() >= until) return null;
    await scheduler.wait(pauseMs);
  }
}

async function tryTaking(ctx: Ctx, orderId: string, worker: string): Promise<OrderRow | undefined> {
  const now = ctx.now();
  return ctx.db
    .update(orders)
    .set({ worker, leasedUntil: now + limits.checkoutLeaseSeconds * 1000 })
    .where(and(eq(orders.id, orderId), ne(orders.step, sql.raw("'DONE'")), or(lt(orders.leasedUntil, now), eq(orders.worker, worker))))
    .returning()
    .get();
}

/** Lets go of an order that waits for something, for whoever comes next. */
export async function leaveOrder(ctx: Ctx, orderId: string, worker: string): Promise<void> {
  await ctx.db
    .update(orders)
    .set({ worker: null, leasedUntil: 0 })
    .where(and(eq(orders.id, orderId), eq(orders.worker, worker)));
}
