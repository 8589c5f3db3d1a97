import { limits } from "../../../contracts/limits.ts";
import type { Order, ReturnOrder } from "../../../contracts/orders.ts";
import { AppError } from "../../platform/app-error.ts";
import { auditRow } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { announceFacts } from "../../platform/outbox.ts";
import { payOutOrder, productRefund } from "./product-refund.ts";
import { reachableOrder } from "./reachable-order.ts";
import { getOrder, linesInOrder } from "./read.ts";
import type { OrderLineRow } from "./tables.ts";
import { fails, happened, orderFact, TransitionRefused, transition } from "./transition.ts";

const dayMs = 86_400_000;

/**
 * Takes products of an order back that was delivered: their stock is there again and what was paid for them goes back. The buyer within `limits.returnDays`,
 * the tenant's server at any time. Errors: ORDER_NOT_FOUND; ILLEGAL_TRANSITION with details.status before it was delivered; RETURN_NOT_POSSIBLE with
 * details.reason TOO_LATE, NOT_A_PRODUCT or NOT_SO_MANY_LEFT (details.lineId).
 */
export async function returnOrder(ctx: TenantCtx, { id, lines: wanted, reason }: ReturnOrder & { id: string }): Promise<Order> {
  const order = await reachableOrder(ctx, id);
  const isBuyer = ctx.actor.kind === "user";
  if (order.fulfilment !== "DELIVERED" || order.state !== "CONFIRMED") throw new AppError("ILLEGAL_TRANSITION", { status: order.status });
  if (isBuyer && ctx.now() > (order.deliveredAt ?? 0) + limits.returnDays * dayMs)
    throw new AppError("RETURN_NOT_POSSIBLE", { reason: "TOO_LATE", days: limits.returnDays });
  const lines = await linesInOrder(ctx, id);
  const returning = returningLines(lines, wanted);
  const amount = returning.reduce((sum, { line, quantity }) => sum + worthOf(line, quantity), 0);
  try {
    await transition(ctx, order, {
      change: "step = 'DONE'",
      condition: "state = 'CONFIRMED' AND step = 'DONE' AND fulfilment = 'DELIVERED'",
      others: [
        ...returning.map(({ line, quantity }) =>
          // Somebody who returned of this line at the same moment makes it more than there is, and that ends the batch.
          ctx.env.DB.prepare(
            "UPDATE order_lines SET returned_quantity = iif(returned_quantity = ?1, ?1 + ?2, quantity + 1) WHERE id = ?3",
          ).bind(line.returnedQuantity, quantity, line.id),
        ),
        ...productRefund(ctx, order, { reason: "returned", atMost: amount }),
        happened(ctx, id, {
          key: newId("fact", ctx.now()),
          type: "returned",
          actor: isBuyer ? "user" : "server",
          details: { reason: reason ?? null, amount, lines: returning.map(({ line, quantity }) => ({ lineId: line.id, quantity })) },
        }),
        orderFact(ctx, order, "order.returned", { amount }),
      ],
    });
  } catch (error) {
    if (error instanceof TransitionRefused || fails(error, "CHECK constraint failed"))
      throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
    throw error;
  }
  if (!isBuyer) await auditRow(ctx, { action: "order.return", subject: id, after: { amount, reason } });
  await payOutOrder(ctx, id);
  announceFacts(ctx);
  return getOrder(ctx, id);
}

interface Returning {
  line: OrderLineRow;
  quantity: number;
}

function returningLines(lines: readonly OrderLineRow[], wanted: ReturnOrder["lines"]): Returning[] {
  if (wanted === undefined) {
    const all = lines
      .filter(({ kind, quantity, returnedQuantity }) => kind === "PRODUCT" && quantity > returnedQuantity)
      .map((line) => ({ line, quantity: line.quantity - line.returnedQuantity }));
    if (all.length === 0) throw new AppError("RETURN_NOT_POSSIBLE", { reason: "NOT_SO_MANY_LEFT" });
    return all;
  }
  return wanted.map(({ lineId, quantity }) => {
    const line = lines.find(({ id }) => id === lineId);
    if (line?.kind !== "PRODUCT") throw new AppError("RETURN_NOT_POSSIBLE", { reason: "NOT_A_PRODUCT", lineId });
    const left = line.quantity - line.returnedQuantity;
    if (quantity > left) throw new AppError("RETURN_NOT_POSSIBLE", { reason: "NOT_SO_MANY_LEFT", lineId, left });
    return { line, quantity };
  });
}

/** What the next so many pieces of a line were paid with: all returns of a line together come to what it cost, to the cent. */
function worthOf({ amount, discount, quantity: pieces, returnedQuantity }: OrderLineRow, quantity: number): number {
  const upTo = (count: number): number => Number((BigInt(amount - discount) * BigInt(count)) / BigInt(pieces));
  return upTo(returnedQuantity + quantity) - upTo(returnedQuantity);
}
