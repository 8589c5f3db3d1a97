import { eq } from "drizzle-orm";
import { noteWrite } from "../../booking/recent-reads.ts";
import { seatMapOf } from "../../catalog/seat-map-of.ts";
import { payRefunds } from "../../payments/pay-refunds.ts";
import { refundOrderPayment } from "../../payments/refund-order-payment.ts";
import { payments } from "../../payments/tables.ts";
import { AppError } from "../../platform/app-error.ts";
import { callObject } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { cartOf } from "../cart/cart-of.ts";
import type { OrderLineRow, OrderRow } from "../orders/tables.ts";
import { happened, orderFact, transition } from "../orders/transition.ts";
import { isTickets } from "./book-reservations.ts";

/** Why an order came to nothing, as `endReason` says it. */
export type EndReason =
  | "PAYMENT_FAILED"
  | "NOT_PAID_IN_TIME"
  | "RESERVATION_EXPIRED"
  | "INTERRUPTED"
  | "CANCELLED_BY_BUYER"
  | "CANCELLED_BY_SELLER";

/** Decides that an order that is under way comes to nothing. From then on nobody books anything for it. */
export async function beginUndoing(ctx: Ctx, order: OrderRow, worker: string, reason: EndReason): Promise<OrderRow> {
  const endedBy = reason === "CANCELLED_BY_BUYER" ? "BUYER" : reason === "CANCELLED_BY_SELLER" ? "SELLER" : "SYSTEM";
  await transition(ctx, order, {
    change: "step = 'UNDOING', end_reason = ?5, ended_by = ?6",
    condition: "state = 'PLACED' AND worker = ?4",
    values: [worker, reason, endedBy],
    others: [],
  });
  return { ...order, step: "UNDOING", endReason: reason, endedBy };
}

/**
 * Gives back whatever an order that comes to nothing has taken: its bookings and holds if it was paid for, its money, its stock, its code. Each step may be
 * taken again. The cart is its owner's again, as it was. `isKnown`: somebody waits for the answer that says so.
 */
export async function undoOrder(
  ctx: Ctx,
  order: OrderRow,
  lines: readonly OrderLineRow[],
  worker: string,
  { isKnown = false }: { isKnown?: boolean } = {},
): Promise<void> {
  const { id: orderId, appId, paymentId } = order;
  const payment = paymentId === null ? undefined : await ctx.db.select().from(payments).where(eq(payments.id, paymentId)).get();
  const hasPaid = payment?.status === "SUCCESS" || payment?.status === "REFUNDED";
  if (hasPaid || order.total === 0) await undoBookings(ctx, order, lines);
  if (hasPaid)
    await refundOrderPayment(ctx, {
      paymentId: payment.id,
      orderId,
      reason: "the order could not be completed",
      refundId: newId("refund", ctx.now()),
    });
  const { DB } = ctx.env;
  await transition(ctx, order, {
    change: "state = 'CANCELLED', step = 'DONE', worker = NULL, leased_until = 0",
    condition: "state = 'PLACED' AND step = 'UNDOING' AND worker = ?4",
    values: [worker],
    others: [
      DB.prepare("UPDATE order_lines SET stock_state = 'RETURNED', booking_id = NULL WHERE order_id = ? AND stock_state = 'HELD'").bind(
        orderId,
      ),
      DB.prepare("UPDATE promotion_uses SET released = 1 WHERE order_id = ?").bind(orderId),
      happened(ctx, orderId, { type: "cancelled", actor: actorOf(order), details: { reason: order.endReason } }),
      orderFact(ctx, order, "order.cancelled", { wasPaid: hasPaid, amount: hasPaid ? payment.amount : 0, isKnown }),
    ],
  });
  await cartOf(ctx.env, appId, { userId: order.userId }).checkoutFailed({ orderId });
}

/** What a timeline says of who ended an order. */
export const actorOf = ({ endedBy }: Pick<OrderRow, "endedBy">): string =>
  endedBy === "BUYER" ? "user" : endedBy === "SELLER" ? "server" : "system";

/** What the showtimes' objects give back is recorded before the rest of the payment goes back, which is what is left of it. */
async function undoBookings(ctx: Ctx, order: OrderRow, lines: readonly OrderLineRow[]): Promise<void> {
  const { id, appId, userId } = order;
  for (const { showtimeId, reservationToken: token } of lines.filter(isTickets)) {
    const answer = await callObject(
      () => seatMapOf(ctx.env, appId, showtimeId).undoOrder({ userId, token, order: id, refundId: newId("refund", ctx.now()) }),
      { idempotent: true },
    );
    if (!answer.ok) throw new AppError(answer.code, answer.details);
    const { booking, refunds } = answer;
    noteWrite(appId, showtimeId);
    if (booking !== null) {
      const told = refunds.map((line) => ({ ...line, bookingId: booking.bookingId }));
      await payRefunds(ctx, appId, told);
    }
  }
}
