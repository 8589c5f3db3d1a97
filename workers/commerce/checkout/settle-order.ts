import { asc, eq } from "drizzle-orm";
import type { Refusal } from "../../../contracts/ledger.ts";
import { refundOrderPayment } from "../../payments/refund-order-payment.ts";
import { type PaymentRow, payments } from "../../payments/tables.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { cartOf } from "../cart/cart-of.ts";
import { giveBack } from "../orders/call-off.ts";
import { type OrderLineRow, type OrderRow, orderLines, orders } from "../orders/tables.ts";
import { happened, orderFact, TransitionRefused, transition } from "../orders/transition.ts";
import { bookReservations } from "./book-reservations.ts";
import { leaveOrder, newWorker, takeOrder } from "./lease.ts";
import { beginUndoing, type EndReason, undoOrder } from "./undo-order.ts";

/**
 * Brings an order as far as it can get, from wherever it stands: the one way in which one is completed, for the client's call, the provider's word and the
 * sweep alike, one after the other. Paid: its reservations become bookings and it is CONFIRMED, or it gives everything back. Not paid: CANCELLED once that is
 * certain. Still waiting: nothing. Answers why it came to nothing, if that was found out here.
 */
export async function settleOrder(ctx: Ctx, orderId: string, worker: string = newWorker()): Promise<Refusal | null> {
  const order = await takeOrder(ctx, orderId, worker);
  if (order === null) {
    await refundLatePayment(ctx, orderId);
    return null;
  }
  try {
    return await goOn(ctx, order, worker);
  } catch (error) {
    if (!(error instanceof TransitionRefused)) throw error;
    // It took so long that the lease ran out, and somebody else goes on with it.
    ctx.log.warn("an order went on without its worker", { order: orderId });
    return null;
  } finally {
    await leaveOrder(ctx, orderId, worker).catch((error: unknown) =>
      ctx.log.error("an order waits for its lease", error, { order: orderId }),
    );
  }
}

async function goOn(ctx: Ctx, order: OrderRow, worker: string): Promise<Refusal | null> {
  const lines = await ctx.db.select().from(orderLines).where(eq(orderLines.orderId, order.id)).orderBy(asc(orderLines.position));
  switch (order.step) {
    case "CHARGING":
      return afterPayment(ctx, order, lines, worker);
    case "BOOKING":
      return book(ctx, order, lines, worker);
    case "UNDOING":
      await undoOrder(ctx, order, lines, worker);
      return null;
    case "CALLING_OFF":
      await giveBack(ctx, order, lines, worker);
      return null;
    case "DONE":
      return null;
  }
}

/** An order without a payment that nobody works on any more was left behind before it was charged. */
async function afterPayment(ctx: Ctx, order: OrderRow, lines: readonly OrderLineRow[], worker: string): Promise<Refusal | null> {
  const payment = await paymentOf(ctx, order);
  if (payment?.status === "SUCCESS") {
    await transition(ctx, order, {
      change: "step = 'BOOKING'",
      condition: "step = 'CHARGING' AND worker = ?4",
      values: [worker],
      others: [],
    });
    return book(ctx, { ...order, step: "BOOKING" }, lines, worker);
  }
  if (payment?.status === "PENDING" && ctx.now() < order.expiresAt) return null;
  const reason: EndReason = payment === undefined ? "INTERRUPTED" : payment.status === "PENDING" ? "NOT_PAID_IN_TIME" : "PAYMENT_FAILED";
  await undoOrder(ctx, await beginUndoing(ctx, order, worker, reason), lines, worker);
  return null;
}

async function book(ctx: Ctx, order: OrderRow, lines: readonly OrderLineRow[], worker: string): Promise<Refusal | null> {
  const booked = await bookReservations(ctx, order, lines);
  if (!booked.ok) {
    await undoOrder(ctx, await beginUndoing(ctx, order, worker, "RESERVATION_EXPIRED"), lines, worker);
    return booked;
  }
  const { DB } = ctx.env;
  const { id, appId, userId, paymentId } = order;
  const spending =
    paymentId === null ? [] : [DB.prepare("UPDATE payments SET used_by = ? WHERE id = ? AND used_by IS NULL").bind(id, paymentId)];
  await transition(ctx, order, {
    change: "state = 'CONFIRMED', step = 'DONE', worker = NULL, leased_until = 0, paid_at = ?3",
    condition: "state = 'PLACED' AND step = 'BOOKING' AND worker = ?4",
    values: [worker],
    others: [
      DB.prepare("UPDATE order_lines SET stock_state = 'TAKEN' WHERE order_id = ? AND stock_state = 'HELD'").bind(id),
      ...spending,
      happened(ctx, id, { type: "paid", actor: "system", details: { amount: order.total, currency: order.currency, paymentId } }),
      orderFact(ctx, order, "order.paid", { amount: order.total }),
    ],
  });
  await cartOf(ctx.env, appId, { userId }).checkedOut({ orderId: id });
  return null;
}

const paymentOf = async (ctx: Ctx, { paymentId }: Pick<OrderRow, "paymentId">): Promise<PaymentRow | undefined> =>
  paymentId === null ? undefined : ctx.db.select().from(payments).where(eq(payments.id, paymentId)).get();

/** What was paid for an order that had already come to nothing goes back whole. DEPENDENCY_UNAVAILABLE while somebody else works on it. */
async function refundLatePayment(ctx: Ctx, orderId: string): Promise<void> {
  const order = await ctx.db.select().from(orders).where(eq(orders.id, orderId)).get();
  if (order !== undefined && order.step !== "DONE") throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
  if (order?.state !== "CANCELLED" || order.paidAt !== null) return;
  const payment = await paymentOf(ctx, order);
  if (payment?.status !== "SUCCESS" || payment.usedBy !== null) return;
  const reason = "paid after the order had come to nothing";
  await refundOrderPayment(ctx, { paymentId: payment.id, orderId, reason, refundId: newId("refund", ctx.now()) });
}
