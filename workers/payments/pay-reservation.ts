import { and, eq, sql } from "drizzle-orm";
import type { Booking } from "../../contracts/bookings.ts";
import type { NextAction, ProcessedPayment, ProcessPayment } from "../../contracts/payments.ts";
import { seatMapOf } from "../catalog/seat-map-of.ts";
import { AppError } from "../platform/app-error.ts";
import { DependencyOpen } from "../platform/breaker-permits.ts";
import { callObject, granted } from "../platform/call-object.ts";
import type { UserCtx } from "../platform/context.ts";
import { violatesUnique } from "../platform/database.ts";
import { newId, showtimeOf } from "../platform/ids.ts";
import { DependencyTimeout } from "../platform/outgoing.ts";
import { confirmPaid } from "./confirm-paid.ts";
import { type PaymentProvider, providerNamed } from "./provider.ts";
import { paymentView } from "./read.ts";
import { recordOutcome } from "./record-outcome.ts";
import { type PaymentRow, payments } from "./tables.ts";

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
  const { price, currency, expiresAt } = granted(
    await callObject(() => seatMapOf(ctx.env, ctx.tenant.appId, showtimeId).beginPayment({ userId, token: reservationToken }), {
      idempotent: true,
    }),
  );
  if (price === 0) {
    throw new AppError("VALIDATION_FAILED", {
      issues: [{ path: "reservationToken", message: "costs nothing: confirm it without a payment" }],
    });
  }
  const provider = providerNamed(ctx.env.PAYMENT_PROVIDER);
  const now = ctx.now();
  const row: PaymentRow = {
    id: newId("payment", now),
    appId: ctx.tenant.appId,
    userId,
    showtimeId,
    reservationToken,
    provider: provider.name,
    chargeId: null,
    method,
    amount: price,
    currency,
    status: "PENDING",
    failureCode: null,
    nextAction: null,
    usedBy: null,
    bookingId: null,
    createdAt: now,
    updatedAt: now,
    confirmsItself,
  };
  const live = await insertUnlessLive(ctx, row);
  const created = live === null;
  const payment = live === null ? await charge(ctx, provider, row, token) : confirmsItself ? await letConfirmItself(ctx, live) : live;
  const booking = confirmsItself && payment.status === "SUCCESS" ? await confirmPaid(ctx, payment) : null;
  return { payment: paymentView({ ...payment, bookingId: booking?.bookingId ?? payment.bookingId }), expiresAt, created, booking };
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

/** Null if the row went in; else the live payment that was there before. The unique index decides between parallel attempts. */
async function insertUnlessLive(ctx: UserCtx, row: PaymentRow): Promise<PaymentRow | null> {
  try {
    await ctx.db.insert(payments).values(row);
    return null;
  } catch (error) {
    if (!violatesUnique(error, "payments.reservation_token")) throw error;
    const live = await ctx.db
      .select()
      .from(payments)
      .where(
        and(
          eq(payments.reservationToken, row.reservationToken),
          eq(payments.appId, row.appId),
          sql`${payments.status} IN ('PENDING', 'SUCCESS')`,
        ),
      )
      .get();
    // It failed or was refunded between the two statements: the caller's next attempt goes in.
    if (live === undefined) throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
    return live;
  }
}

async function charge(ctx: UserCtx, provider: PaymentProvider, row: PaymentRow, token: string): Promise<PaymentRow> {
  const { id: reference, amount, currency } = row;
  const outcome = await provider.charge(ctx, { reference, amount, currency, token }).catch((error: unknown) => refused(ctx, row, error));
  const recorded = await recordOutcome(ctx, row, outcome);
  if (recorded.status === "FAILED") throw new AppError("PAYMENT_DECLINED", { paymentId: reference, failureCode: recorded.failureCode });
  return recorded;
}

/** The sweep asks the provider after two minutes, and comes every five. */
const settlesInSeconds = 420;

/** A call that was not made or failed has charged nothing; one that did not end may have, so its payment waits for what the provider will say. */
async function refused(
  ctx: UserCtx,
  row: PaymentRow,
  error: unknown,
): Promise<{ status: "pending"; chargeId: null; nextAction: NextAction }> {
  ctx.log.error("payment provider failed", error, { payment: row.id, provider: row.provider });
  if (error instanceof DependencyTimeout)
    return { status: "pending", chargeId: null, nextAction: { type: "await_settlement", settlesInSeconds } };
  const isOpen = error instanceof DependencyOpen;
  const failureCode = isOpen ? "provider_unavailable" : "provider_error";
  await recordOutcome(ctx, row, { status: "failed", chargeId: null, failureCode });
  throw isOpen ? error : new AppError("PAYMENT_PROVIDER_ERROR", { paymentId: row.id });
}
