import { and, desc, eq, sql } from "drizzle-orm";
import type { Page } from "../../contracts/envelope.ts";
import { limits } from "../../contracts/limits.ts";
import type { Payment, PaymentQuery } from "../../contracts/payments.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../platform/cursor.ts";
import { among } from "../platform/database.ts";
import { visibleTo } from "../platform/visible-rows.ts";
import { type PaymentRow, payments, refunds } from "./tables.ts";

/** The payment of this id in the caller's view. PAYMENT_NOT_FOUND. */
export async function getPayment(ctx: TenantCtx, id: string): Promise<Payment> {
  const row = await ctx.db
    .select()
    .from(payments)
    .where(and(visibleTo(ctx, payments), eq(payments.id, id)))
    .get();
  if (row === undefined) throw new AppError("PAYMENT_NOT_FOUND");
  const refunded = await refundsOf(ctx, [row]);
  return paymentView(row, refunded.get(row.id));
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
  const refunded = await refundsOf(ctx, rows);
  return toPage(
    rows,
    query.limit,
    (row) => encodeCursor(row.createdAt, row.id),
    (row) => paymentView(row, refunded.get(row.id)),
  );
}

/** The refunds of one of the app's bookings, as far as D1 has heard of them. */
export const listRefundsOfBooking = (ctx: TenantCtx, bookingId: string): Promise<{ id: string; amount: number }[]> =>
  ctx.db
    .select({ id: refunds.id, amount: refunds.amount })
    .from(refunds)
    .where(and(eq(refunds.bookingId, bookingId), eq(refunds.appId, ctx.tenant.appId)))
    .limit(limits.refundsOfBookingMax);

/** What has gone back of a payment: minor units, and the id of the last refund. */
export interface Refunded {
  amount: number;
  id: string;
}

async function refundsOf(ctx: TenantCtx, rows: PaymentRow[]): Promise<Map<string, Refunded>> {
  // Before it is booked or lost nothing of a payment goes back.
  const paymentIds = rows.filter(({ status, bookingId }) => status === "REFUNDED" || bookingId !== null).map(({ id }) => id);
  if (paymentIds.length === 0) return new Map();
  const found = await ctx.db
    .select({ paymentId: refunds.paymentId, amount: sql<number>`sum(${refunds.amount})`, id: sql<string>`max(${refunds.id})` })
    .from(refunds)
    .where(and(eq(refunds.appId, ctx.tenant.appId), among(refunds.paymentId, paymentIds)))
    .groupBy(refunds.paymentId);
  return new Map(found.map(({ paymentId, ...refunded }) => [paymentId, refunded]));
}

export const paymentView = (row: PaymentRow, refunded?: Refunded): Payment => ({
  id: row.id,
  status: row.status,
  amount: row.amount,
  currency: row.currency,
  method: row.method,
  provider: row.provider,
  reservationToken: row.reservationToken,
  bookingId: row.bookingId,
  ...(row.status === "PENDING" && row.nextAction && { nextAction: row.nextAction }),
  ...(row.failureCode !== null && { failureCode: row.failureCode }),
  refundedAmount: refunded?.amount ?? 0,
  refundId: refunded?.id ?? null,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});
