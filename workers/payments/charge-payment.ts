import { and, eq, sql } from "drizzle-orm";
import { AppError } from "../platform/app-error.ts";
import { DependencyOpen } from "../platform/breaker-permits.ts";
import type { UserCtx } from "../platform/context.ts";
import { violatesUnique } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { DependencyTimeout } from "../platform/outgoing.ts";
import { providerNamed } from "./provider.ts";
import { type Outcome, recordOutcome } from "./record-outcome.ts";
import { type PaymentRow, payments, type ReservationPayment } from "./tables.ts";

/** What a payment is for. */
export type PaymentSubject = { reservationToken: string; showtimeId: string } | { orderId: string };

/** How much, and of what. `amount`: minor units, more than 0; `token`: what the provider knows the payer's means by. */
export interface Charging {
  amount: number;
  currency: string;
  method: string;
  token: string;
  /** Whether its success books a reservation without anyone asking. */
  confirmsItself: boolean;
}

/** A payment of the user's that is about to be made, as the row that it will be. */
export function newPayment(
  ctx: UserCtx,
  subject: PaymentSubject,
  { amount, currency, method, confirmsItself }: Omit<Charging, "token">,
): PaymentRow {
  const now = ctx.now();
  return {
    id: newId("payment", now),
    appId: ctx.tenant.appId,
    userId: ctx.actor.userId,
    showtimeId: "orderId" in subject ? null : subject.showtimeId,
    reservationToken: "orderId" in subject ? null : subject.reservationToken,
    orderId: "orderId" in subject ? subject.orderId : null,
    provider: providerNamed(ctx.env.PAYMENT_PROVIDER).name,
    chargeId: null,
    method,
    amount,
    currency,
    status: "PENDING",
    failureCode: null,
    nextAction: null,
    usedBy: null,
    bookingId: null,
    confirmsItself,
    createdAt: now,
    updatedAt: now,
  };
}

/**
 * Starts a payment of a reservation of the user's and charges it, unless the reservation has a live one: that is answered, `created` false, and nothing is
 * charged. `token`: what the provider knows the payer's means by; `written`: the row is there already. The payment is SUCCESS, or PENDING with what to wait for or
 * to do. Throws what `chargePayment` throws.
 */
export async function startPayment(
  ctx: UserCtx,
  row: ReservationPayment,
  { token, written }: { token: string; written: boolean },
): Promise<{ payment: PaymentRow; created: boolean }> {
  const live = written ? null : await insertUnlessLive(ctx, row, row.reservationToken);
  return live === null ? { payment: await chargePayment(ctx, row, token), created: true } : { payment: live, created: false };
}

/** Null if the row is in; else the live payment that was there before. The unique index decides between parallel attempts. */
async function insertUnlessLive(ctx: UserCtx, row: PaymentRow, reservationToken: string): Promise<PaymentRow | null> {
  try {
    await ctx.db.insert(payments).values(row);
    return null;
  } catch (error) {
    if (!violatesUnique(error, "payments.reservation_token") && !violatesUnique(error, "payments.id")) throw error;
    const [live] = await ctx.db
      .select()
      .from(payments)
      .where(
        and(
          eq(payments.reservationToken, reservationToken),
          eq(payments.appId, row.appId),
          sql`${payments.status} IN ('PENDING', 'SUCCESS')`,
        ),
      )
      .limit(1);
    // It failed or was refunded between the two statements: the caller's next attempt goes in.
    if (live === undefined) throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
    // The showtime wrote it down after all, and did not hear so.
    return live.id === row.id ? null : live;
  }
}

/** The statement that writes a payment of an order down, for the batch that places the order. */
export const insertPayment = (ctx: UserCtx, row: PaymentRow): D1PreparedStatement =>
  ctx.env.DB.prepare(
    `INSERT INTO payments (id, app_id, user_id, order_id, provider, method, amount, currency, status, confirms_itself, created_at, updated_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'PENDING', ?9, ?10, ?10)`,
  ).bind(
    row.id,
    row.appId,
    row.userId,
    row.orderId,
    row.provider,
    row.method,
    row.amount,
    row.currency,
    Number(row.confirmsItself),
    row.createdAt,
  );

/**
 * Charges a payment whose row is written. It is SUCCESS then, or PENDING with what to wait for or to do. Throws VALIDATION_FAILED for an amount that the
 * provider does not take, PAYMENT_DECLINED, PAYMENT_PROVIDER_ERROR, DEPENDENCY_UNAVAILABLE while the provider's breaker is open; the payment is FAILED then.
 */
export async function chargePayment(ctx: UserCtx, row: PaymentRow, token: string): Promise<PaymentRow> {
  return recordCharge(ctx, row, await askForCharge(ctx, row, token));
}

/**
 * Asks the provider for the money of a payment whose row is written, and answers what it said, of which nothing is recorded yet. What it did not take is, and
 * throws: VALIDATION_FAILED, PAYMENT_PROVIDER_ERROR, DEPENDENCY_UNAVAILABLE.
 */
export async function askForCharge(ctx: UserCtx, row: PaymentRow, token: string): Promise<Outcome> {
  const { id: reference, amount, currency } = row;
  const returnPath = row.orderId === null ? `/pay/${row.reservationToken}` : `/orders/${row.orderId}`;
  return providerNamed(row.provider)
    .charge(ctx, { reference, amount, currency, token, returnPath })
    .catch((error: unknown) => refused(ctx, row, error));
}

/** Records what the provider said. Throws PAYMENT_DECLINED if the payment is FAILED then. */
export async function recordCharge(ctx: UserCtx, row: PaymentRow, outcome: Outcome): Promise<PaymentRow> {
  const recorded = await recordOutcome(ctx, row, outcome);
  if (recorded.status === "FAILED") throw new AppError("PAYMENT_DECLINED", { paymentId: row.id, failureCode: recorded.failureCode });
  return recorded;
}

/** The sweep asks the provider after two minutes, and comes every five. */
const settlesInSeconds = 420;

/** A call that was not made or failed has charged nothing; one that did not end may have, so its payment waits for what the provider will say. */
async function refused(ctx: UserCtx, row: PaymentRow, error: unknown): Promise<Outcome> {
  ctx.log.error("payment provider failed", error, { payment: row.id, provider: row.provider });
  if (error instanceof DependencyTimeout)
    return { status: "pending", chargeId: null, nextAction: { type: "await_settlement", settlesInSeconds } };
  const isOpen = error instanceof DependencyOpen;
  const isOurs = error instanceof AppError && error.status < 500;
  const failureCode = isOpen ? "provider_unavailable" : isOurs ? "not_chargeable" : "provider_error";
  await recordOutcome(ctx, row, { status: "failed", chargeId: null, failureCode });
  throw isOpen || isOurs ? error : new AppError("PAYMENT_PROVIDER_ERROR", { paymentId: row.id });
}
