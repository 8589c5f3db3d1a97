import type { Booking, BookingRefund, ExchangeBooking, ExchangedBooking } from "../../contracts/bookings.ts";
import { payReservation } from "../payments/pay-reservation.ts";
import { AppError } from "../platform/app-error.ts";
import { granted } from "../platform/call-object.ts";
import type { UserCtx } from "../platform/context.ts";
import { newId, randomBase32, showtimeOf } from "../platform/ids.ts";
import { settingsOf } from "../platform/settings.ts";
import { abandonExchange, departAfterExchange, type Exchange } from "./exchange-steps.ts";
import { ledgerReply } from "./ledger-reply.ts";
import { ownBooking } from "./reachable-booking.ts";
import { noteWrite } from "./recent-reads.ts";
import { refundOf } from "./refund-of.ts";
import { askLedger } from "./showtime-ledger.ts";
import { verifyAdmission } from "./waiting-room/admission-pass.ts";

/** `admission`: a pass of the waiting room of the showtime that is exchanged for, as it was given. */
type Input = ExchangeBooking & { bookingId: string; admission?: string | undefined };

/**
 * Exchanges one's own booking for other seats of its showtime or of another one of the app: all the seats that it is to have, as many as before or
 * more. The new seats are held first, then the difference is paid or given back, and only then do the old ones come free, so a step that fails
 * leaves the booking as it was and nothing held. While the payment is PENDING the exchange waits for it and follows by itself.
 * Errors: BOOKING_NOT_FOUND; NOT_EXCHANGEABLE with `details.reason`, also if the booking changed meanwhile; those of a hold; ADMISSION_REQUIRED; VALIDATION_FAILED for fewer seats or another currency;
 * PAYMENT_NOT_SUCCESSFUL with `details.due` if something is due and nothing says how it is paid; PAYMENT_DECLINED, PAYMENT_PROVIDER_ERROR;
 * RESERVATION_EXPIRED if the payment took longer than the new seats were held. Whatever was charged is refunded, `details.refundId`.
 */
export async function exchangeBooking(ctx: UserCtx, input: Input): Promise<ExchangedBooking> {
  const { bookingId, paymentMethod } = input;
  const place = await ownBooking(ctx, bookingId);
  const from = place.showtimeId;
  const to = input.showtimeId ?? from;
  if (!to.startsWith("sho_") || showtimeOf(to) === null) throw new AppError("SHOWTIME_NOT_FOUND");
  const token = `rsv_${to.slice("sho_".length)}_${randomBase32(26)}`;
  const exchange: Exchange = { bookingId, from, to, token, refundId: newId("refund", ctx.now()) };
  try {
    const held = await holdNew(ctx, exchange, input);
    const asItIs = () => currentBooking(ctx, from, place.reservationToken);
    if (held.price === 0) return exchanged(ctx, exchange, await asItIs(), await confirmNothingDue(ctx, exchange), null);

    const { price: due, currency } = held;
    if (paymentMethod === undefined) throw new AppError("PAYMENT_NOT_SUCCESSFUL", { due, currency });
    const before = await asItIs();
    const { payment, booking } = await payReservation(ctx, { reservationToken: token, ...paymentMethod }, { confirmsItself: true });
    const paid = { id: payment.id, amount: payment.amount };
    if (booking !== null) return exchanged(ctx, exchange, before, booking, { ...paid, status: "SUCCESS" });
    return { booking: before, refund: null, payment: { ...paid, status: "PENDING" }, reservationToken: token };
  } catch (error) {
    await abandonExchange(ctx, exchange);
    throw offMeanwhile(error) ?? error;
  } finally {
    for (const showtimeId of new Set([from, to])) noteWrite(ctx.tenant.appId, showtimeId);
  }
}

/** The new seats are lost, but not because they were held too long: something else happened to the booking first. */
function offMeanwhile(error: unknown): AppError | null {
  if (!(error instanceof AppError) || error.code !== "RESERVATION_EXPIRED" || error.details?.reason === undefined) return null;
  return new AppError("NOT_EXCHANGEABLE", error.details);
}

/** Holds what the exchange needs. A booking of another showtime is pinned there first, so that nothing changes its value on the way. */
async function holdNew(ctx: UserCtx, { bookingId, from, to, token, refundId }: Exchange, { seatIds, admission }: Input) {
  const { userId } = ctx.actor;
  const { reservation: limit } = (await settingsOf(ctx)).rate;
  const pass = admission === undefined ? null : await passOf(ctx, to, admission);
  const pin = { userId, bookingId, token };
  const carried =
    from === to ? null : granted(await askLedger(ctx, from, { idempotent: true }, (ledger) => ledger.pinBooking(pin))).carried;
  const command = {
    userId,
    bookingId,
    seatIds,
    token,
    refundId,
    limit,
    ...(pass && { admission: pass }),
    ...(carried && { from: { ...carried, showtimeId: from } }),
  };
  const answer = await askLedger(ctx, to, { idempotent: false }, (ledger) => ledger.holdForExchange(command));
  return ledgerReply(answer, ({ held }) => held).data;
}

async function passOf(ctx: UserCtx, showtimeId: string, token: string): Promise<{ id: string; untilMs: number }> {
  const pass = await verifyAdmission(ctx.env, token, { appId: ctx.tenant.appId, showtimeId, userId: ctx.actor.userId }, ctx.now());
  if (pass === null) throw new AppError("ADMISSION_REQUIRED", { reason: "INVALID" });
  return pass;
}

const confirmNothingDue = async (ctx: UserCtx, { to, token }: Exchange): Promise<Booking> => {
  const command = { userId: ctx.actor.userId, token, payment: null };
  const answer = await askLedger(ctx, to, { idempotent: true }, (ledger) => ledger.confirm(command));
  return ledgerReply(answer, ({ booking }) => booking).data;
};

/** The booking before the exchange. Once the new seats are held it cannot change without ending the exchange. */
async function currentBooking(ctx: UserCtx, showtimeId: string, reservationToken: string): Promise<Booking> {
  const { booking } = granted(await askLedger(ctx, showtimeId, { idempotent: true }, (ledger) => ledger.bookingOf(reservationToken)));
  if (booking === null) throw new AppError("BOOKING_NOT_FOUND");
  return booking;
}

async function exchanged(
  ctx: UserCtx,
  exchange: Exchange,
  before: Booking,
  booking: Booking,
  payment: ExchangedBooking["payment"],
): Promise<ExchangedBooking> {
  const isOther = exchange.from !== exchange.to;
  if (isOther) await departAfterExchange(ctx, ctx.tenant.appId, { ...exchange, exchangedTo: booking.bookingId });
  const amount = booking.refundedAmount - (isOther ? 0 : before.refundedAmount);
  const refund: BookingRefund | null = amount > 0 ? await refundOf(ctx, { booking, refundId: exchange.refundId, amount }) : null;
  return { booking, refund, payment, reservationToken: null };
}
