import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Page } from "../../contracts/envelope.ts";
import { limits } from "../../contracts/limits.ts";
import type { Payment, PaymentQuery, PaymentWithEvents } from "../../contracts/payments.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../platform/cursor.ts";
import { among } from "../platform/database.ts";
import { visibleTo } from "../platform/visible-rows.ts";
import { type PaymentRow, paymentEvents, payments, refunds } from "./tables.ts";

/** The payment of this id in the caller's view, with its history. PAYMENT_NOT_FOUND. */
export async function getPayment(ctx: TenantCtx, id: string): Promise<PaymentWithEvents> {
  const [[row], events] = await ctx.db.batch([
    ctx.db
      .select()
      .from(payments)
      .where(and(visibleTo(ctx, payments), eq(payments.id, id))),
    ctx.db
      .select()
      .from(paymentEvents)
      .where(eq(paymentEvents.paymentId, id))
      .orderBy(asc(paymentEvents.id))
      .limit(limits.eventsOfPaymentMax),
  ]);
  if (row === undefined) throw new AppError("PAYMENT_NOT_FOUND");
  const told = await toldOf(ctx, [row]);
  return {
    ...paymentView(row, told.get(row.id)),
    events: events.map(({ type, amount, at, reference }) => ({ type, amount, at: new Date(at).toISOString(), reference })),
  };
}

/** The caller's payments, newest first. */
export async function listPayments(ctx: TenantCtx, query: PaymentQuery): Promise<Page<Payment>> {
  const rows = await ctx.db
    .select()
    .from(payments)
    .where(
      and(
        visibleTo(ctx, payments),
        query.status && eq(payments.status, query.status),
        olderThan(query.cursor, payments.createdAt, payments.id),
      ),
    )
    .orderBy(desc(payments.createdAt), desc(payments.id))
    .limit(query.limit + 1);
  const told = await toldOf(ctx, rows);
  return toPage(
    rows,
    query.limit,
    (row) => encodeCursor(row.createdAt, row.id),
    (row) => paymentView(row, told.get(row.id)),
  );
}

/** The refunds of one of the app's bookings, as far as D1 has heard of them. */
export const listRefundsOfBooking = (ctx: TenantCtx, bookingId: string): Promise<{ id: string; amount: number }[]> =>
  ctx.db
    .select({ id: refunds.id, amount: refunds.amount })
    .from(refunds)
    .where(and(eq(refunds.bookingId, bookingId), eq(refunds.appId, ctx.tenant.appId)))
    .limit(limits.refundsOfBookingMax);

/** What other tables say of a payment: minor units that have gone back, the last refund's id, and whether the payer's bank wants it back. */
export interface Told {
  /** The order of tickets that its reservation is, if it is one. */
  ticketOrderId: string | null;
  refundedAmount: number;
  refundId: string | null;
  disputed: boolean;
}

/** For a select of `payments`: what has gone back of each, its last refund, whether it is disputed, and its order of tickets. */
export const toldColumns = {
  ticketOrderId: sql<string | null>`(SELECT o.id FROM ticket_orders AS o WHERE o.reservation_token = payments.reservation_token)`,
  refundedAmount: sql<number>`ifnull((SELECT sum(r.amount) FROM refunds AS r WHERE r.payment_id = payments.id), 0)`,
  refundId: sql<string | null>`(SELECT max(r.id) FROM refunds AS r WHERE r.payment_id = payments.id)`,
  disputed:
    sql<boolean>`ifnull((SELECT sum((e.type = 'DISPUTED') - (e.type = 'DISPUTE_WON')) FROM payment_events AS e WHERE e.payment_id = payments.id), 0) > 0`.mapWith(
      Boolean,
    ),
};

async function toldOf(ctx: TenantCtx, rows: PaymentRow[]): Promise<Map<string, Told>> {
  // Of what was not taken, or not yet, nothing goes back; and what an order of tickets is paid with books by itself.
  const paymentIds = rows
    .filter(({ status, confirmsItself }) => status === "SUCCESS" || status === "REFUNDED" || confirmsItself)
    .map(({ id }) => id);
  if (paymentIds.length === 0) return new Map();
  const found = await ctx.db
    .select({ id: payments.id, ...toldColumns })
    .from(payments)
    .where(and(eq(payments.appId, ctx.tenant.appId), among(payments.id, paymentIds)));
  return new Map(found.map(({ id, ...told }) => [id, told]));
}

/** A payment as its payer sees it. Without `told`: one of which nothing has gone back. */
export const paymentView = (row: PaymentRow, told?: Told): Payment => ({
  id: row.id,
  status: row.status,
  amount: row.amount,
  currency: row.currency,
  method: row.method,
  provider: row.provider,
  reservationToken: row.reservationToken,
  orderId: row.orderId ?? told?.ticketOrderId ?? null,
  bookingId: row.bookingId,
  ...(row.status === "PENDING" && row.nextAction && { nextAction: row.nextAction }),
  ...(row.failureCode !== null && { failureCode: row.failureCode }),
  capturedAmount: row.status === "SUCCESS" || row.status === "REFUNDED" ? row.amount : 0,
  refundedAmount: told?.refundedAmount ?? 0,
  refundId: told?.refundId ?? null,
  disputed: told?.disputed ?? false,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});
