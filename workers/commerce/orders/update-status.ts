import { eq } from "drizzle-orm";
import type { Fulfilment, Order, UpdateOrderStatus } from "../../../contracts/orders.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRow } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { announceFacts } from "../../platform/outbox.ts";
import { newWorker } from "../checkout/lease.ts";
import { callOff } from "./call-off.ts";
import { cancelAs } from "./cancel-order.ts";
import { linesInOrder, wholeOrder } from "./read.ts";
import { soldOrder } from "./sold-order.ts";
import { type OrderRow, orders } from "./tables.ts";
import { happened, orderFact, TransitionRefused, transition } from "./transition.ts";

type Step = Extract<Fulfilment, "FULFILLING" | "SHIPPED" | "DELIVERED">;

/** What a parcel must be to become this. */
const before: Record<Step, Fulfilment> = { FULFILLING: "UNFULFILLED", SHIPPED: "FULFILLING", DELIVERED: "SHIPPED" };
const events = { FULFILLING: "order.fulfilling", SHIPPED: "order.shipped", DELIVERED: "order.delivered" } as const;
const isStep = (status: string): status is Step => Object.hasOwn(before, status);

/**
 * Moves an order on that the caller sells: the tenant's server any, an organizer one whose every line is theirs. CANCELLED and REFUNDED give everything back.
 * Errors: ORDER_NOT_FOUND; ILLEGAL_TRANSITION with details.status, details.to and what it may become, details.allowed.
 */
export async function updateOrderStatus(
  ctx: TenantCtx,
  { id, status, tracking, reason }: UpdateOrderStatus & { id: string },
): Promise<Order> {
  const order = await soldOrder(ctx, id);
  if (status === "CANCELLED") await cancelAs(ctx, order, { by: "SELLER", reason: reason ?? null });
  else if (status === "REFUNDED") await refund(ctx, order, reason ?? null);
  else if (status === "SHIPPED" && order.status === "SHIPPED" && tracking !== undefined) await mendTracking(ctx, order, tracking);
  else if (isStep(status)) await moveOn(ctx, order, status, tracking);
  else throw illegal(order, status);
  announceFacts(ctx);
  const row = await ctx.db.select().from(orders).where(eq(orders.id, id)).get();
  return wholeOrder(ctx, row ?? order);
}

/** What an order may become from what it is. */
export const allowedFrom = ({ state, step, status, fulfilment, total, refundedAmount }: OrderRow): Order["status"][] => {
  if (state === "CANCELLED" || step === "CALLING_OFF") return [];
  if (state === "PLACED") return ["CANCELLED"];
  const next = Object.entries(before).find(([, from]) => from === fulfilment)?.[0];
  return [
    ...(next !== undefined && isStep(next) && status !== "REFUNDED" ? [next] : []),
    ...(["NONE", "UNFULFILLED", "FULFILLING"].includes(fulfilment) && status !== "REFUNDED" ? (["CANCELLED"] as const) : []),
    ...(total > refundedAmount ? (["REFUNDED"] as const) : []),
  ];
};

const illegal = (order: OrderRow, to: string): AppError =>
  new AppError("ILLEGAL_TRANSITION", { status: order.status, to, allowed: allowedFrom(order) });

async function moveOn(ctx: TenantCtx, order: OrderRow, to: Step, tracking: UpdateOrderStatus["tracking"]): Promise<void> {
  if (!allowedFrom(order).includes(to)) throw illegal(order, to);
  const delivered = to === "DELIVERED" ? ", delivered_at = ?3" : "";
  try {
    await transition(ctx, order, {
      change: `fulfilment = ?4, tracking = ifnull(?5, tracking)${delivered}`,
      condition: "state = 'CONFIRMED' AND step = 'DONE' AND fulfilment = ?6",
      values: [to, tracking === undefined ? null : JSON.stringify(tracking), before[to]],
      others: [
        happened(ctx, order.id, { type: to.toLowerCase(), actor: "server", details: tracking === undefined ? {} : { tracking } }),
        orderFact(ctx, order, events[to]),
      ],
    });
  } catch (error) {
    if (error instanceof TransitionRefused) throw illegal(order, to);
    throw error;
  }
  await auditRow(ctx, { action: "order.status", subject: order.id, before: { status: order.status }, after: { status: to, tracking } });
}

async function mendTracking(ctx: TenantCtx, order: OrderRow, tracking: NonNullable<UpdateOrderStatus["tracking"]>): Promise<void> {
  await ctx.db.batch([
    ctx.db.update(orders).set({ tracking, updatedAt: ctx.now() }).where(eq(orders.id, order.id)),
    auditRow(ctx, { action: "order.tracking", subject: order.id, before: { tracking: order.tracking }, after: { tracking } }),
  ]);
}

async function refund(ctx: TenantCtx, order: OrderRow, reason: string | null): Promise<void> {
  if (!allowedFrom(order).includes("REFUNDED")) throw illegal(order, "REFUNDED");
  const lines = await linesInOrder(ctx, order.id);
  await callOff(ctx, order, lines, { as: "REFUNDED", by: "SELLER", reason, actor: "server", worker: newWorker() });
  await auditRow(ctx, { action: "order.refund", subject: order.id, after: { reason } });
}
