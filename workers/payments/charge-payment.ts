import { and, eq, sql } from "drizzle-orm";
import type { NextAction } from "../../contracts/payments.ts";
import { AppError } from "../platform/app-error.ts";
import { DependencyOpen } from "../platform/breaker-permits.ts";
import type { UserCtx } from "../platform/context.ts";
import { violatesUnique } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { DependencyTimeout } from "../platform/outgoing.ts";
import { type PaymentProvider, providerNamed } from "./provider.ts";
import { recordOutcome } from "./record-outcome.ts";
import { type PaymentRow, payments } from "./tables.ts";

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

/**
 * Starts a payment of the user's and charges it, unless what it is for has a live one: that is answered, `created` false, and nothing is charged. Of an
 * order the payment becomes its one, in place of one that failed; an order that is not PLACED, or on its way out, has none to start: ORDER_NOT_FOUND. The payment is SUCCESS,
 * or PENDING with what to wait for or to do. Throws VALIDATION_FAILED for an amount that the provider does not take, PAYMENT_DECLINED, PAYMENT_PROVIDER_ERROR, DEPENDENCY_UNAVAILABLE while the provider's breaker is open.
 */
export async function startPayment(
  ctx: UserCtx,
  subject: PaymentSubject,
  { token, ...charging }: Charging,
): Promise<{ payment: PaymentRow; created: boolean }> {
  const provider = providerNamed(ctx.env.PAYMENT_PROVIDER);
  const now = ctx.now();
  const row: PaymentRow = {
    id: newId("payment", now),
    appId: ctx.tenant.appId,
    userId: ctx.actor.userId,
    showtimeId: "orderId" in subject ? null : subject.showtimeId,
    reservationToken: "orderId" in subject ? null : subject.reservationToken,
    orderId: "orderId" in subject ? subject.orderId : null,
    provider: provider.name,
    chargeId: null,
    status: "PENDING",
    failureCode: null,
    nextAction: null,
    usedBy: null,
    bookingId: null,
    createdAt: now,
    updatedAt: now,
    ...charging,
  };
  const live = await insertUnlessLive(ctx, row);
  return live === null ? { payment: await charge(ctx, provider, row, token), created: true } : { payment: live, created: false };
}

/** Null if the row went in; else the live payment that was there before. The unique indexes decide between parallel attempts. */
async function insertUnlessLive(ctx: UserCtx, row: PaymentRow): Promise<PaymentRow | null> {
  try {
    if (row.orderId === null) await ctx.db.insert(payments).values(row);
    else await insertForOrder(ctx, row, row.orderId);
    return null;
  } catch (error) {
    if (!violatesUnique(error, "payments.reservation_token") && !violatesUnique(error, "payments.order_id")) throw error;
    const [live] = await ctx.db
      .select()
      .from(payments)
      .where(and(subjectOf(row), eq(payments.appId, row.appId), sql`${payments.status} IN ('PENDING', 'SUCCESS')`))
      .limit(1);
    // It failed or was refunded between the two statements: the caller's next attempt goes in.
    if (live === undefined) throw new AppError("DEPENDENCY_UNAVAILABLE", { retryAfterSeconds: 1 });
    return live;
  }
}

const subjectOf = ({ reservationToken, orderId }: PaymentRow) =>
  reservationToken === null ? eq(payments.orderId, orderId ?? "") : eq(payments.reservationToken, reservationToken);

/** The payment and the order that has it go together; what came back of an earlier attempt was never this order's. */
async function insertForOrder(ctx: UserCtx, row: PaymentRow, orderId: string): Promise<void> {
  const { id, appId, userId, provider, method, amount, currency, confirmsItself, createdAt } = row;
  const [, taken] = await ctx.env.DB.batch([
    ctx.env.DB.prepare(
      `INSERT INTO payments (id, app_id, user_id, order_id, provider, method, amount, currency, status, confirms_itself, created_at, updated_at)
       SELECT ?1, app_id, ?2, id, ?3, ?4, ?5, ?6, 'PENDING', ?7, ?8, ?8 FROM orders
       WHERE id = ?9 AND app_id = ?10 AND state = 'PLACED' AND step <> 'UNDOING'`,
    ).bind(id, userId, provider, method, amount, currency, Number(confirmsItself), createdAt, orderId, appId),
    ctx.env.DB.prepare(
      "UPDATE orders SET payment_id = ?1, refunded_amount = 0, updated_at = ?2 WHERE id = ?3 AND app_id = ?4 AND state = 'PLACED' AND step <> 'UNDOING' RETURNING id",
    ).bind(id, createdAt, orderId, appId),
  ]);
  if (taken?.results.length !== 1) throw new AppError("ORDER_NOT_FOUND");
}

async function charge(ctx: UserCtx, provider: PaymentProvider, row: PaymentRow, token: string): Promise<PaymentRow> {
  const { id: reference, amount, currency } = row;
  const returnPath = row.orderId === null ? `/pay/${row.reservationToken}` : `/orders/${row.orderId}`;
  const outcome = await provider
    .charge(ctx, { reference, amount, currency, token, returnPath })
    .catch((error: unknown) => refused(ctx, row, error));
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
  const isOurs = error instanceof AppError && error.status < 500;
  const failureCode = isOpen ? "provider_unavailable" : isOurs ? "not_chargeable" : "provider_error";
  await recordOutcome(ctx, row, { status: "failed", chargeId: null, failureCode });
  throw isOpen || isOurs ? error : new AppError("PAYMENT_PROVIDER_ERROR", { paymentId: row.id });
}
