import type { Booking, ConfirmBooking } from "../../contracts/bookings.ts";
import type { ErrorCode } from "../../contracts/errors.ts";
import type { Refusal } from "../../contracts/ledger.ts";
import { claimPayment, unclaimPayment } from "../payments/claim-payment.ts";
import { getPayment } from "../payments/read.ts";
import { refundPayment } from "../payments/refund-payment.ts";
import type { PaymentRow } from "../payments/tables.ts";
import { AppError } from "../platform/app-error.ts";
import { granted } from "../platform/call-object.ts";
import type { UserCtx } from "../platform/context.ts";
import { showtimeOf } from "../platform/ids.ts";
import { noteWrite } from "./recent-reads.ts";
import { askLedger } from "./showtime-ledger.ts";

/**
 * Turns the user's live reservation into a booking, with a successful payment of exactly the held price that no other booking used (none for
 * a price of 0). The same pair again answers the same booking, `created` false. Errors: RESERVATION_NOT_FOUND, _NOT_YOURS, _CONFIRMED;
 * RESERVATION_EXPIRED, and then the payment is refunded, `details.refundId`; PAYMENT_NOT_FOUND, PAYMENT_NOT_SUCCESSFUL,
 * PAYMENT_ALREADY_USED, PAYMENT_AMOUNT_MISMATCH.
 */
export async function confirmBooking(
  ctx: UserCtx,
  { reservationToken: token, paymentId }: ConfirmBooking,
): Promise<{ booking: Booking; created: boolean }> {
  const showtimeId = showtimeOf(token);
  if (showtimeId === null) throw new AppError("RESERVATION_NOT_FOUND");
  const claim =
    paymentId === undefined ? null : await claimPayment(ctx, { appId: ctx.tenant.appId, userId: ctx.actor.userId, paymentId, token });
  if (claim !== null && "code" in claim) return withoutPayment(ctx, showtimeId, token, paymentId ?? "", claim.code);

  const payment = claim?.payment ?? null;
  const command = {
    userId: ctx.actor.userId,
    token,
    payment: payment && { id: payment.id, amount: payment.amount, currency: payment.currency },
  };
  const answer = await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.confirm(command));
  noteWrite(ctx.tenant.appId, showtimeId);
  if (!answer.ok) throw await refused(ctx, token, payment, answer);
  return { booking: answer.booking, created: answer.created };
}

/** What is to be said when the payment cannot be used: first what became of the reservation, and only then what is wrong with the payment. */
async function withoutPayment(
  ctx: UserCtx,
  showtimeId: string,
  token: string,
  paymentId: string,
  code: ErrorCode,
): Promise<{ booking: Booking; created: boolean }> {
  const { userId } = ctx.actor;
  const { reservation } = granted(
    await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.reservation({ userId, token })),
  );
  if (reservation.status === "ACTIVE") throw new AppError(code);
  const { booking } = granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.bookingOf(token)));
  if (booking?.payments.some((payment) => payment.paymentId === paymentId)) return { booking, created: false };
  if (booking !== null) throw new AppError("RESERVATION_CONFIRMED", { bookingId: booking.bookingId });
  if (code === "PAYMENT_NOT_FOUND") throw new AppError("RESERVATION_EXPIRED");
  const { refundId } = await getPayment(ctx, paymentId);
  throw new AppError("RESERVATION_EXPIRED", refundId === null ? undefined : { refundId });
}

/** Lets the payment go that the ledger would not take, or gives it back if the reservation is over. */
async function refused(ctx: UserCtx, token: string, payment: PaymentRow | null, { code, details }: Refusal): Promise<AppError> {
  if (payment === null) return new AppError(code, details);
  if (code !== "RESERVATION_EXPIRED") {
    await unclaimPayment(ctx, { appId: ctx.tenant.appId, paymentId: payment.id, token });
    return new AppError(code, details);
  }
  const refundId = await refundPayment(ctx, {
    paymentId: payment.id,
    endedToken: token,
    reason: "reservation ended before it was confirmed",
  });
  return new AppError(code, { ...details, ...(refundId !== null && { refundId }) });
}
