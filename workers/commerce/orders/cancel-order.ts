import type { CancelOrder, Order } from "../../../contracts/orders.ts";
import { quoteCancellation } from "../../booking/quote-cancellation.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRow } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { announceFacts } from "../../platform/outbox.ts";
import { isTickets } from "../checkout/book-reservations.ts";
import { leaveOrder, newWorker, takeOrder } from "../checkout/lease.ts";
import { beginUndoing, undoOrder } from "../checkout/undo-order.ts";
import { callOff } from "./call-off.ts";
import { reachableOrder } from "./reachable-order.ts";
import { getOrder, linesInOrder } from "./read.ts";
import { soldOrder } from "./sold-order.ts";
import type { OrderLineRow, OrderRow } from "./tables.ts";

/**
 * Cancels an order that has not been sent: the buyer one's own, the tenant's server anyone's. What is not paid yet gives back what it holds; what is paid is
 * refunded, tickets by the showtime's policy for the buyer and in full for the server. Errors: ORDER_NOT_FOUND; ILLEGAL_TRANSITION with details.status;
 * NOT_CANCELLABLE with details.bookingId and details.reason, and then nothing is cancelled.
 */
export async function cancelOrder(ctx: TenantCtx, { id, reason }: CancelOrder & { id: string }): Promise<Order> {
  const order = await reachableOrder(ctx, id);
  const by = ctx.actor.kind === "user" ? ("BUYER" as const) : ("SELLER" as const);
  await cancelAs(ctx, order, { by, reason: reason ?? null });
  announceFacts(ctx);
  return getOrder(ctx, id);
}

/** Cancels an order in somebody's name. `by` SELLER: everything goes back. Leaves an audit row of a seller's. */
export async function cancelAs(
  ctx: TenantCtx,
  order: OrderRow,
  { by, reason }: { by: "BUYER" | "SELLER"; reason: string | null },
): Promise<void> {
  if (order.state === "PLACED" && (await undone(ctx, order, by))) return;
  const lines = await linesInOrder(ctx, order.id);
  if (by === "BUYER") await requireCancellable(ctx, lines);
  const current = await (by === "BUYER" ? reachableOrder : soldOrder)(ctx, order.id);
  const actor = by === "BUYER" ? "user" : "server";
  await callOff(ctx, current, lines, { as: "CANCELLED", by, reason, actor, worker: newWorker() });
  if (by === "SELLER") await auditRow(ctx, { action: "order.cancel", subject: order.id, after: { reason } });
}

/** False if it was completed, or came to nothing, in the meantime. */
async function undone(ctx: TenantCtx, order: OrderRow, by: "BUYER" | "SELLER"): Promise<boolean> {
  const worker = newWorker();
  const taken = await takeOrder(ctx, order.id, worker);
  if (taken?.state !== "PLACED") return false;
  try {
    const lines = await linesInOrder(ctx, order.id);
    const ending = taken.step === "UNDOING" ? taken : await beginUndoing(ctx, taken, worker, `CANCELLED_BY_${by}`);
    await undoOrder(ctx, ending, lines, worker);
    return true;
  } finally {
    await leaveOrder(ctx, order.id, worker);
  }
}

/** Before anything is given back, every booking must be one that can be: an order is not cancelled by halves. One that is cancelled already is. */
async function requireCancellable(ctx: TenantCtx, lines: readonly OrderLineRow[]): Promise<void> {
  for (const { bookingId } of lines.filter(isTickets)) {
    if (bookingId === null) continue;
    const { cancellable, reason } = await quoteCancellation(ctx, { bookingId });
    if (!cancellable && reason !== "CANCELLED") throw new AppError("NOT_CANCELLABLE", { bookingId, reason });
  }
}
