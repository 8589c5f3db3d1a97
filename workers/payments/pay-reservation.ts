import { and, eq } from "drizzle-orm";
import type { Booking } from "../../contracts/bookings.ts";
import type { ProcessedPayment, ProcessPayment } from "../../contracts/payments.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { AppError } from "../platform/app-error.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { UserCtx } from "../platform/context.ts";
import { showtimeOf } from "../platform/ids.ts";
import { newPayment, startPayment } from "./charge-payment.ts";
import { confirmPaid } from "./confirm-paid.ts";
import { paymentView } from "./read.ts";
import { isForReservation, type PaymentRow, payments } from "./tables.ts";

/** How a reservation is paid, by the name of the method and the provider's token. */
type Pay = Pick<ProcessPayment, "method" | "token"> & { reservationToken: string };

/** `created` false: this payment was there already. `booking`: what it booked by itself. */
export interface PaidReservation extends ProcessedPayment {
  created: boolean;
  booking: Booking | null;
}

/**
 * Pays for a reservation of one's own, whose hold is extended once for it. A reservation has one live payment: while that is pending or has
 * succeeded, asking again answers it and charges nothing. `confirmsItself`: its success books without anyone asking, whenever it comes.
 * Errors: RESERVATION_NOT_FOUND, _NOT_YOURS, _EXPIRED, _CONFIRMED; VALIDATION_FAILED if there is nothing to pay; PAYMENT_DECLINED;
 * PAYMENT_PROVIDER_ERROR; DEPENDENCY_UNAVAILABLE while the provider's circuit breaker is open.
 */
export async function payReservation(ctx: UserCtx, input: Pay, { confirmsItself }: { confirmsItself: boolean }): Promise<PaidReservation> {
  const { reservationToken, method, token } = input;
  const showtimeId = showtimeOf(reservationToken);
  if (showtimeId === null) throw new AppError("RESERVATION_NOT_FOUND");
  const { userId } = ctx.actor;
  const draft = newPayment(ctx, { reservationToken, showtimeId }, { amount: 0, currency: "", method, confirmsItself });
  const { id, provider, createdAt: at } = draft;
  const payment = { id, provider, method, confirmsItself, at };
  const { price, currency, expiresAt, written } = granted(
    await callObject(() => seatMapOf(ctx.env, ctx.tenant.appId, showtimeId).beginPayment({ userId, token: reservationToken, payment }), {
      idempotent: true,
    }),
  );
  if (price === 0) {
    throw new AppError("VALIDATION_FAILED", {
      issues: [{ path: "reservationToken", message: "costs nothing: confirm it without a payment" }],
    });
  }
  const row = { ...draft, reservationToken, amount: price, currency };
  const started = await startPayment(ctx, row, { token, written: written === true });
  const { created } = started;
  const made = confirmsItself && !created ? await letConfirmItself(ctx, started.payment) : started.payment;
  const booking = confirmsItself && made.status === "SUCCESS" && isForReservation(made) ? await confirmPaid(ctx, made) : null;
  return { payment: paymentView({ ...made, bookingId: booking?.bookingId ?? made.bookingId }), expiresAt, created, booking };
}

/** Somebody who first paid for the reservation and then for the order that it is: from now on the payment books by itself. */
async function letConfirmItself(ctx: UserCtx, payment: PaymentRow): Promise<PaymentRow> {
  if (payment.confirmsItself) return payment;
  const changed = await ctx.db
    .update(payments)
    .set({ confirmsItself: true })
    .where(and(eq(payments.id, payment.id), eq(payments.appId, ctx.tenant.appId)))
    .returning()
    .get();
  return changed ?? payment;
}
