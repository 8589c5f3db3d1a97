import type { RefundLine } from "../../contracts/events.ts";
import type { Outcome } from "../../contracts/ledger.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { AppError } from "../platform/app-error.ts";
import { callObject, granted } from "../platform/call-object.ts";
import { actorName, type Ctx } from "../platform/context.ts";
import { bookingsOfPayment, type PaidBooking } from "./bookings-of-payment.ts";
import { payRefunds } from "./pay-refunds.ts";
import { refundIfLost } from "./refund-if-lost.ts";
import { type MadeRefund, refundOrderPayment } from "./refund-order-payment.ts";
import { refundPayment } from "./refund-payment.ts";
import { isForReservation, type PaymentRow, type ReservationPayment } from "./tables.ts";

/** `amount` in minor units; null: everything that is left. `refundId`: what the ids of the refunds begin with. */
export interface GiveBack {
  amount: number | null;
  reason: string;
  refundId: string;
}

/**
 * Gives money of a successful payment back because somebody decided so. A part of what bookings cost goes back through their showtimes' ledgers, so that their
 * seats are worth so much less; everything cancels them in full, or is what was kept when they were cancelled. Of an order what it has besides bookings goes first. A payment that has booked nothing yet
 * goes back whole or not at all. Returns what is on its way of this payment. Errors: REFUND_TOO_LARGE with `details.remaining`, NOT_CANCELLABLE with
 * `details.reason`, VALIDATION_FAILED.
 */
export async function giveBack(ctx: Ctx, payment: PaymentRow, wanted: GiveBack): Promise<MadeRefund> {
  const remaining = await remainingOf(ctx, payment);
  if (remaining === 0 || (wanted.amount ?? 0) > remaining)
    throw new AppError("REFUND_TOO_LARGE", { remaining, currency: payment.currency });
  const made = isForReservation(payment) ? await ofReservation(ctx, payment, wanted) : await ofOrder(ctx, payment, wanted);
  const [first] = made;
  if (first === undefined) {
    throw new AppError("REFUND_TOO_LARGE", { remaining: await remainingOf(ctx, payment), currency: payment.currency });
  }
  return {
    id: first.id,
    amount: made.reduce((sum, { amount }) => sum + amount, 0),
    status: made.every(({ status }) => status === "SUCCEEDED") ? "SUCCEEDED" : "PENDING",
  };
}

/** Minor units of a payment that nobody has decided to give back. */
async function remainingOf(ctx: Ctx, { id, amount }: PaymentRow): Promise<number> {
  const gone = await ctx.env.DB.prepare("SELECT ifnull(sum(amount), 0) AS gone FROM refunds WHERE payment_id = ?")
    .bind(id)
    .first<number>("gone");
  return amount - (gone ?? 0);
}

async function ofReservation(ctx: Ctx, payment: ReservationPayment, wanted: GiveBack): Promise<MadeRefund[]> {
  if (payment.bookingId === null) return ofNothing(ctx, payment, wanted);
  const [booking] = await bookingsOfPayment(ctx, payment);
  if (booking === undefined) throw new AppError("NOT_CANCELLABLE", { reason: "EXCHANGED" });
  return ofBooking(ctx, payment, booking, { ...wanted, share: wanted.amount ?? booking.left });
}

/** Before it is booked a payment goes back whole, unless somebody is confirming with it at this moment. */
async function ofNothing(ctx: Ctx, payment: ReservationPayment, { amount, reason, refundId }: GiveBack): Promise<MadeRefund[]> {
  if (amount !== null && amount !== payment.amount) {
    throw new AppError("VALIDATION_FAILED", {
      issues: [{ path: "amount", message: "is all or nothing while the payment has booked nothing" }],
    });
  }
  const id = await refundPayment(ctx, { paymentId: payment.id, endedToken: "", reason, refundId });
  if (id === null) {
    await refundIfLost(ctx, payment);
    throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
  }
  const refund = await ctx.env.DB.prepare("SELECT id, amount, status FROM refunds WHERE id = ?").bind(id).first<MadeRefund>();
  return refund === null ? [] : [refund];
}

async function ofOrder(ctx: Ctx, payment: PaymentRow, { amount, reason, refundId }: GiveBack): Promise<MadeRefund[]> {
  const { id: paymentId, orderId } = payment;
  if (orderId === null || payment.usedBy === null) throw new AppError("NOT_CANCELLABLE", { reason: "ORDER_UNDER_WAY" });
  const bookings = (await bookingsOfPayment(ctx, payment)).filter(({ left }) => left > 0);
  const products = await productsLeft(ctx, orderId);
  const possible = products + bookings.reduce((sum, { left }) => sum + left, 0);
  let rest = amount ?? possible;
  if (rest > possible) throw new AppError("REFUND_TOO_LARGE", { remaining: possible, currency: payment.currency });

  const made: MadeRefund[] = [];
  const part = Math.min(rest, products);
  const refund = part === 0 ? null : await refundOrderPayment(ctx, { paymentId, orderId, reason, refundId, amount: part });
  if (refund !== null) {
    made.push(refund);
    rest -= refund.amount;
  }
  for (const [place, booking] of bookings.entries()) {
    const share = Math.min(rest, booking.left);
    if (share === 0) break;
    const wanted = { amount, share, reason, refundId: `${refundId}_b${place + 1}` };
    const refunds = await ofBooking(ctx, payment, booking, wanted).catch((error: unknown) => {
      if (made.length === 0) throw error;
      // Some of it is on its way: the answer says how much.
      ctx.log.error("a part of a refund was not possible", error, { payment: paymentId, booking: booking.bookingId });
      return [];
    });
    made.push(...refunds);
    rest -= refunds.reduce((sum, { amount: back }) => sum + back, 0);
  }
  return made;
}

/** Minor units of an order's products that have not gone back. */
async function productsLeft(ctx: Ctx, orderId: string): Promise<number> {
  const left = await ctx.env.DB.prepare(
    `SELECT (SELECT ifnull(sum(amount - discount), 0) FROM order_lines WHERE order_id = ?1 AND kind = 'PRODUCT')
       - (SELECT ifnull(sum(amount), 0) FROM refunds WHERE order_id = ?1) AS amount`,
  )
    .bind(orderId)
    .first<number>("amount");
  return left ?? 0;
}

/** Everything ends the booking; a part, and what was kept of one that has ended, leaves it as it is. `share`: of this booking. */
const ofBooking = (ctx: Ctx, payment: PaymentRow, booking: PaidBooking, wanted: GiveBack & { share: number }): Promise<MadeRefund[]> =>
  wanted.amount === null && booking.status === "CONFIRMED"
    ? cancelled(ctx, payment, booking, wanted)
    : lowered(ctx, payment, booking, { ...wanted, amount: wanted.share });

/** The booking ends, and all that its seats cost goes back, of whichever payments; told is what is of this one. */
async function cancelled(
  ctx: Ctx,
  payment: PaymentRow,
  { bookingId, showtimeId }: PaidBooking,
  { refundId }: GiveBack,
): Promise<MadeRefund[]> {
  const by = actorName(ctx.actor);
  const command = { userId: null, bookingId, cause: "ORGANIZER" as const, by, inFull: true, refundId };
  const answer = await callObject(() => seatMapOf(ctx.env, payment.appId, showtimeId).cancelBooking(command), { idempotent: false });
  return paid(ctx, payment, bookingId, answer);
}

/** The booking stays as it is, and its seats are worth so much less. */
async function lowered(
  ctx: Ctx,
  payment: PaymentRow,
  { bookingId, showtimeId }: PaidBooking,
  { amount, reason, refundId }: GiveBack & { amount: number },
): Promise<MadeRefund[]> {
  const command = { bookingId, paymentId: payment.id, amount, reason, refundId };
  const answer = await callObject(() => seatMapOf(ctx.env, payment.appId, showtimeId).refundBooking(command), { idempotent: true });
  if (!answer.ok && answer.code === "PAYMENT_AMOUNT_MISMATCH") throw new AppError("REFUND_TOO_LARGE", answer.details);
  return paid(ctx, payment, bookingId, answer);
}

/** The ledger has decided the refunds and tells of them by an event too: what fails here is done by that. */
async function paid(ctx: Ctx, payment: PaymentRow, bookingId: string, answer: Outcome<{ refunds: RefundLine[] }>): Promise<MadeRefund[]> {
  const { refunds } = granted(answer);
  const lines = refunds.map((line) => ({ ...line, bookingId }));
  const done = await payRefunds(ctx, payment.appId, lines).catch((error: unknown) => {
    ctx.log.error("refunds wait for their event", error, { booking: bookingId });
    return new Set<string>();
  });
  return refunds
    .filter(({ paymentId }) => paymentId === payment.id)
    .map(({ id, amount }) => ({ id, amount, status: done.has(id) ? "SUCCEEDED" : "PENDING" }));
}
