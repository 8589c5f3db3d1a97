import { eq } from "drizzle-orm";
import { limits } from "../../../contracts/limits.ts";
import { noteWrite } from "../../booking/recent-reads.ts";
import { seatMapOf } from "../../catalog/seat-map-of.ts";
import { payRefunds } from "../../payments/pay-refunds.ts";
import { AppError } from "../../platform/app-error.ts";
import { callObject } from "../../platform/call-object.ts";
import type { Ctx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { isTickets, type TicketsLine } from "../checkout/book-reservations.ts";
import { payOutOrder, productRefund } from "./product-refund.ts";
import { type EndedBy, type OrderLineRow, type OrderRow, orders } from "./tables.ts";
import { happened, orderFact, TransitionRefused, transition } from "./transition.ts";

/** How an order ends after it was bought. CANCELLED: nothing of it is sent any more, and it goes back on the shelf. REFUNDED: only the money goes back. */
interface Ending {
  as: "CANCELLED" | "REFUNDED";
  by: Exclude<EndedBy, "SYSTEM">;
  reason: string | null;
  actor: string;
  worker: string;
}

const whileUnsent = "state = 'CONFIRMED' AND step = 'DONE' AND fulfilment IN ('NONE', 'UNFULFILLED', 'FULFILLING')";
const whileUnrefunded = "state = 'CONFIRMED' AND step = 'DONE' AND total > 0 AND refunded_amount < total";

/**
 * Calls off an order that was bought: what its products cost goes back with this one decision, and its bookings are then cancelled one after the other, by the
 * showtime's policy for the buyer and in full for the seller. A crash in between is gone on from by the sweep. ILLEGAL_TRANSITION with details.status.
 */
export async function callOff(
  ctx: Ctx,
  order: OrderRow,
  lines: readonly OrderLineRow[],
  { as, by, reason, actor, worker }: Ending,
): Promise<void> {
  const ending = as === "CANCELLED" ? "state = 'CANCELLED', " : "";
  const back = ctx.env.DB.prepare("UPDATE order_lines SET returned_quantity = quantity WHERE order_id = ? AND stock_state = 'TAKEN'").bind(
    order.id,
  );
  try {
    await transition(ctx, order, {
      change: `${ending}step = 'CALLING_OFF', worker = ?4, leased_until = ?5, ended_by = ?6, end_reason = ?7`,
      condition: as === "CANCELLED" ? whileUnsent : whileUnrefunded,
      values: [worker, ctx.now() + limits.checkoutLeaseSeconds * 1000, by, reason],
      others: [
        ...(as === "CANCELLED" ? [back] : []),
        ...productRefund(ctx, order, { reason: reasons[as], atMost: null }),
        happened(ctx, order.id, { type: as === "CANCELLED" ? "cancelled" : "refunded", actor, details: { reason } }),
      ],
    });
  } catch (error) {
    if (error instanceof TransitionRefused) throw new AppError("ILLEGAL_TRANSITION", { status: order.status, to: as });
    throw error;
  }
  const state = as === "CANCELLED" ? "CANCELLED" : order.state;
  await giveBack(ctx, { ...order, state, step: "CALLING_OFF", endedBy: by, endReason: reason }, lines, worker);
}

const reasons = { CANCELLED: "order cancelled", REFUNDED: "order refunded" } as const;

/** The rest of a calling off: its bookings, and the word to the others. Each step may be taken again. */
export async function giveBack(ctx: Ctx, order: OrderRow, lines: readonly OrderLineRow[], worker: string): Promise<void> {
  for (const line of lines.filter(isTickets)) await cancelBookingOf(ctx, order, line);
  await payOutOrder(ctx, order.id);
  const { refundedAmount } = (await ctx.db.select().from(orders).where(eq(orders.id, order.id)).get()) ?? order;
  await transition(ctx, order, {
    change: "step = 'DONE', worker = NULL, leased_until = 0",
    condition: "step = 'CALLING_OFF' AND worker = ?4",
    values: [worker],
    others: [orderFact(ctx, order, order.state === "CANCELLED" ? "order.cancelled" : "order.refunded", { amount: refundedAmount })],
  });
}

/** One that is over already, was exchanged or let in stays what it is. */
async function cancelBookingOf(ctx: Ctx, { appId, userId, endedBy }: OrderRow, { showtimeId, bookingId }: TicketsLine): Promise<void> {
  if (bookingId === null) return;
  const isBuyer = endedBy === "BUYER";
  const answer = await callObject(
    () =>
      seatMapOf(ctx.env, appId, showtimeId).cancelBooking({
        userId: isBuyer ? userId : null,
        bookingId,
        cause: isBuyer ? "BUYER" : "ORGANIZER",
        by: isBuyer ? userId : "server",
        inFull: !isBuyer,
        refundId: newId("refund", ctx.now()),
      }),
    { idempotent: false },
  );
  noteWrite(appId, showtimeId);
  if (!answer.ok) {
    ctx.log.warn("a booking of an order stays as it is", { booking: bookingId, code: answer.code });
    return;
  }
  await payRefunds(
    ctx,
    appId,
    answer.refunds.map((line) => ({ ...line, bookingId })),
  );
}
