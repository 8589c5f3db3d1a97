import type { EventType } from "../../../contracts/events.ts";
import type { Ctx } from "../../platform/context.ts";
import { noteFact } from "../../platform/outbox.ts";
import type { OrderRow } from "./tables.ts";

/** The condition of a transition did not hold, so that nothing of its batch was done. */
export class TransitionRefused extends Error {}

interface Change {
  change: string;
  condition: string;
  values?: unknown[];
  before?: D1PreparedStatement[];
  others: D1PreparedStatement[];
}

/**
 * Changes an order by one batch that is done whole or not at all. `change`: what SET says; `condition`: SQL of the order as it must be, without which an
 * order's `updated_at` would become NULL, and that ends the batch. `before`, `others`: what is done with it. Answers what the batch answered to `others`. Throws
 * TransitionRefused.
 */
export async function transition(
  ctx: Ctx,
  order: Pick<OrderRow, "id" | "appId">,
  { change, condition, values = [], before = [], others }: Change,
): Promise<D1Result[]> {
  const statement = ctx.env.DB.prepare(
    `UPDATE orders SET ${change}, updated_at = iif(${condition}, max(updated_at, ?3), NULL) WHERE id = ?1 AND app_id = ?2`,
  ).bind(order.id, order.appId, ctx.now(), ...values);
  try {
    return (await ctx.env.DB.batch([...before, statement, ...others])).slice(before.length + 1);
  } catch (error) {
    if (fails(error, "NOT NULL constraint failed: orders.updated_at")) throw new TransitionRefused(`order ${order.id} is not ${condition}`);
    throw error;
  }
}

/** Whether a batch failed by this constraint. */
export function fails(error: unknown, constraint: string): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause.message.includes(constraint)) return true;
  return false;
}

interface Happening {
  /** What keeps it from standing there twice; its type if there is but one of it. */
  key?: string;
  type: string;
  actor: string;
  details?: Record<string, unknown>;
}

/** The statement that writes into an order's timeline. */
export const happened = (ctx: Ctx, orderId: string, { type, key = type, actor, details = {} }: Happening): D1PreparedStatement =>
  ctx.env.DB.prepare(
    "INSERT INTO order_timeline (order_id, key, at, type, actor, details) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
  ).bind(orderId, key, ctx.now(), type, actor, JSON.stringify(details));

/** The statement that tells the others what an order has become. */
export const orderFact = (
  ctx: Ctx,
  { id, appId, userId }: Pick<OrderRow, "id" | "appId" | "userId">,
  type: Extract<EventType, `order.${string}`>,
  { amount = 0, wasPaid = true, isKnown }: { amount?: number; wasPaid?: boolean; isKnown?: boolean } = {},
): D1PreparedStatement =>
  noteFact(ctx.env.DB, { appId, type, body: { orderId: id, userId, amount, wasPaid, ...(isKnown && { isKnown }) }, at: ctx.now() });
