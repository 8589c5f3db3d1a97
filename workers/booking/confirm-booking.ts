import type { Booking, ConfirmBooking } from "../../contracts/bookings.ts";
import type { ErrorCode } from "../../contracts/errors.ts";
import type { Refusal, SeatLedger } from "../../contracts/ledger.ts";
import { claimPayment, unclaimPayment } from "../payments/claim-payment.ts";
import { getPayment } from "../payments/read.ts";
import { refundPayment } from "../payments/refund-payment.ts";
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
  const { userId } = ctx.actor;
  const judge = (payment: PaymentFacts | null): Promise<Judged> =>
    askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.confirm({ userId, token, payment }));
  if (paymentId === undefined) return concluded(ctx, { showtimeId, token, paymentId: null }, await judge(null));
  const reservation = { showtimeId, token, paymentId };
  // The showtime keeps the payment with those of others who confirm at this moment.
  const quick = await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) =>
    ledger.confirm({ userId, token, payment: null, paymentId }),
  );
  if (quick.kept === true) return concluded(ctx, reservation, quick);
  const claim = await claimPayment(ctx, { appId: ctx.tenant.appId, userId, paymentId, token });
  if ("code" in claim) return withoutPayment(ctx, showtimeId, token, paymentId, claim.code);
  const { id, amount, currency } = claim.payment;
  return concluded(ctx, reservation, await judge({ id, amount, currency }));
}

type PaymentFacts = { id: string; amount: number; currency: string };
type Judged = Awaited<ReturnType<SeatLedger["confirm"]>>;

async function concluded(
  ctx: UserCtx,
  { showtimeId, token, paymentId }: { showtimeId: string; token: string; paymentId: string | null },
  answer: Judged,
): Promise<{ booking: Booking; created: boolean }> {
  noteWrite(ctx.tenant.appId, showtimeId);
  if (!answer.ok) throw await refused(ctx, token, paymentId, answer);
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
async function refused(ctx: UserCtx, token: string, paymentId: string | null, { code, details }: Refusal): Promise<AppError> {
  if (paymentId === null) return new AppError(code, details);
  if (code !== "RESERVATION_EXPIRED") {
    await unclaimPayment(ctx, { appId: ctx.tenant.appId, paymentId, token });
    return new AppError(code, details);
  }
  const refundId = await refundPayment(ctx, {
    paymentId,
    endedToken: token,
    reason: "reservation ended before it was confirmed",
  });
  return new AppError(code, { ...details, ...(refundId !== null && { refundId }) });
}
