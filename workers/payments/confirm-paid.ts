import type { Booking } from "../../contracts/bookings.ts";
import type { ConfirmInput } from "../../contracts/ledger.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { AppError } from "../platform/app-error.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { showtimeOf } from "../platform/ids.ts";
import { announceFacts } from "../platform/outbox.ts";
import { claimPayment, unclaimPayment } from "./claim-payment.ts";
import { markBooked, refundIfLost } from "./refund-if-lost.ts";
import { refundPayment } from "./refund-payment.ts";
import { isForReservation, type PaymentRow, type ReservationPayment } from "./tables.ts";

/**
 * Books what a successful payment is for, without anyone asking: of an order of tickets, or of an exchange. Again: the same booking. What comes too
 * late is refunded: RESERVATION_EXPIRED with `details.refundId`. Throws whatever else the confirmation refuses, PAYMENT_ALREADY_USED, PAYMENT_NOT_SUCCESSFUL.
 */
export async function confirmPaid(ctx: Ctx, payment: ReservationPayment): Promise<Booking> {
  const { appId, userId, id: paymentId, amount, currency, reservationToken: token } = payment;
  const showtimeId = showtimeOf(token);
  if (showtimeId === null) throw new AppError("RESERVATION_NOT_FOUND");
  const confirm = (by: Pick<ConfirmInput, "payment" | "paymentId">) =>
    callObject(() => seatMapOf(ctx.env, appId, showtimeId).confirm({ userId, token, ...by }), { idempotent: true });
  let answer = await confirm({ payment: null, paymentId });
  if (answer.kept !== true) {
    const claim = await claimPayment(ctx, { appId, userId, paymentId, token });
    if ("code" in claim) {
      await refundIfLost(ctx, payment);
      throw new AppError(claim.code);
    }
    answer = await confirm({ payment: { id: paymentId, amount, currency } });
  }
  if (answer.ok) {
    await markBooked(ctx, paymentId, answer.booking.bookingId);
    return answer.booking;
  }
  const { code, details } = answer;
  if (code === "RESERVATION_EXPIRED") {
    const refundId = await refundPayment(ctx, { paymentId, endedToken: token, reason: "reservation ended before it was confirmed" });
    throw new AppError(code, { ...details, ...(refundId !== null && { refundId }) });
  }
  await unclaimPayment(ctx, { appId, paymentId, token });
  await refundIfLost(ctx, { ...payment, usedBy: null });
  throw new AppError(code, details);
}

/** After somebody said what became of a payment: a success is seen to, and an order hears of a failure at once. */
export async function seeToOutcome(ctx: Ctx, payment: PaymentRow): Promise<void> {
  if (payment.status === "SUCCESS") await seeToSuccess(ctx, payment);
  else if (payment.status === "FAILED" && payment.orderId !== null) announceFacts(ctx);
}

/**
 * After a payment succeeded, whoever told us: books by itself if it is to, or sees to it that it is not kept for nothing. What was paid for an order is
 * that order's affair: the fact lies in the outbox already, and goes on its way.
 */
export async function seeToSuccess(ctx: Ctx, payment: PaymentRow): Promise<void> {
  if (!isForReservation(payment)) return announceFacts(ctx);
  if (!payment.confirmsItself || payment.bookingId !== null) return refundIfLost(ctx, payment);
  await confirmPaid(ctx, payment).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.status >= 500) throw error;
    ctx.log.warn("a payment booked nothing", { payment: payment.id, code: error.code });
  });
}
