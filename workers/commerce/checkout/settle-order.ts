import { eq } from "drizzle-orm";
import type { Refusal } from "../../../contracts/ledger.ts";
import { refundOrderPayment } from "../../payments/refund-order-payment.ts";
import { type PaymentRow, payments } from "../../payments/tables.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { cartOf } from "../cart/cart-of.ts";
import { giveBack } from "../orders/call-off.ts";
import { linesInOrder } from "../orders/read.ts";
import { type OrderLineRow, type OrderRow, orders } from "../orders/tables.ts";
import { happened, orderFact, TransitionRefused, transition } from "../orders/transition.ts";
import { bookReservations, isTickets } from "./book-reservations.ts";
import { leaveOrder, newWorker, takeOrder } from "./lease.ts";
import { beginUndoing, type EndReason, undoOrder } from "./undo-order.ts";

/**
 * Brings an order as far as it can get, from wherever it stands: the one way in which one is completed, for the client's call, the provider's word and the
 * sweep alike, one after the other. Paid: its reservations become bookings and it is CONFIRMED, or it gives everything back. Not paid: CANCELLED once that is
 * certain. Still waiting: nothing. Answers why it came to nothing, if that was found out here. `atTill`: whoever has it to themselves as the buyer's own call,
 * whose answer says how it ended.
 */
export async function settleOrder(ctx: Ctx, orderId: string, atTill?: string): Promise<Refusal | null> {
  const worker = atTill ?? newWorker();
  const order = await takeOrder(ctx, orderId, worker);
  if (order === null) {
    await refundLatePayment(ctx, orderId);
    return null;
  }
  return asWorker(ctx, orderId, worker, () => goOn(ctx, order, worker, atTill !== undefined));
}

/** Does something to an order that `worker` has to itself. If it took so long that the lease ran out, somebody else goes on with it. Whatever fails lets go of it. */
export async function asWorker(ctx: Ctx, orderId: string, worker: string, work: () => Promise<Refusal | null>): Promise<Refusal | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TransitionRefused) {
      ctx.log.warn("an order went on without its worker", { order: orderId });
      return null;
    }
    await leaveOrder(ctx, orderId, worker).catch((cause: unknown) =>
      ctx.log.error("an order waits for its lease", cause, { order: orderId }),
    );
    throw error;
  }
}

async function goOn(ctx: Ctx, order: OrderRow, worker: string, isKnown: boolean): Promise<Refusal | null> {
  const lines = await linesInOrder(ctx, order.id);
  switch (order.step) {
    case "CHARGING":
      return afterPayment(ctx, order, lines, worker, isKnown);
    case "BOOKING":
      return complete(ctx, order, lines, worker);
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
async function afterPayment(
  ctx: Ctx,
  order: OrderRow,
  lines: readonly OrderLineRow[],
  worker: string,
  isKnown: boolean,
): Promise<Refusal | null> {
  const payment = await paymentOf(ctx, order);
  if (payment?.status === "SUCCESS") return complete(ctx, order, lines, worker);
  if (payment?.status === "PENDING" && ctx.now() < order.expiresAt) {
    await leaveOrder(ctx, order.id, worker);
    return null;
  }
  const reason: EndReason = payment === undefined ? "INTERRUPTED" : payment.status === "PENDING" ? "NOT_PAID_IN_TIME" : "PAYMENT_FAILED";
  await undoOrder(ctx, await beginUndoing(ctx, order, worker, reason), lines, worker, { isKnown });
  return null;
}

/** What goes with the last batch of an order. `paying`: the statement that makes its payment a success, without which it is not completed. `reading`: what is asked of it then. */
interface Along {
  paying?: D1PreparedStatement;
  reading?: { statements: D1PreparedStatement[]; read: (answers: D1Result[]) => void };
}

/**
 * Completes an order that is paid, for whoever has it to themselves: its reservations become bookings and it is CONFIRMED, or it gives everything back and the
 * answer says why. That it is being booked is written down before the first booking: whoever undoes it has to look for them.
 */
export async function complete(
  ctx: Ctx,
  order: OrderRow,
  lines: readonly OrderLineRow[],
  worker: string,
  { paying, reading }: Along = {},
): Promise<Refusal | null> {
  if (order.step === "CHARGING" && lines.some(isTickets))
    await transition(ctx, order, {
      change: "step = 'BOOKING'",
      condition: "step = 'CHARGING' AND worker = ?4",
      values: [worker],
      others: [],
    });
  const booked = await bookReservations(ctx, order, lines);
  if (!booked.ok) {
    await undoOrder(ctx, await beginUndoing(ctx, order, worker, "RESERVATION_EXPIRED"), lines, worker);
    return booked;
  }
  const { id, appId, userId } = order;
  const mine = "state = 'PLACED' AND step IN ('CHARGING', 'BOOKING') AND worker = ?4";
  const answers = await transition(ctx, order, {
    change: "state = 'CONFIRMED', step = 'DONE', worker = NULL, leased_until = 0, paid_at = ?3",
    condition: paying ? `${mine} AND (SELECT status FROM payments WHERE payments.id = orders.payment_id) = 'SUCCESS'` : mine,
    values: [worker],
    ...(paying && { before: [paying] }),
    others: [
      ctx.env.DB.prepare("UPDATE order_lines SET stock_state = 'TAKEN' WHERE order_id = ? AND stock_state = 'HELD'").bind(id),
      ...spend(ctx, order),
      happened(ctx, id, {
        type: "paid",
        actor: "system",
        details: { amount: order.total, currency: order.currency, paymentId: order.paymentId },
      }),
      orderFact(ctx, order, "order.paid", { amount: order.total }),
      ...(reading?.statements ?? []),
    ],
  });
  reading?.read(answers.slice(-reading.statements.length));
  await cartOf(ctx.env, appId, { userId }).checkedOut({ orderId: id });
  return null;
}

/** The order has its payment. Whether it succeeded need not be told any more. */
const spend = (ctx: Ctx, { id, paymentId }: OrderRow): D1PreparedStatement[] =>
  paymentId === null
    ? []
    : [
        ctx.env.DB.prepare("UPDATE payments SET used_by = ? WHERE id = ? AND used_by IS NULL").bind(id, paymentId),
        ctx.env.DB.prepare("DELETE FROM outbox WHERE id = ?").bind(`fact_${paymentId}`),
      ];

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
