import { and, desc, eq, inArray } from "drizzle-orm";
import type { Page } from "../../contracts/envelope.ts";
import type { Payment, PaymentQuery } from "../../contracts/payments.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../platform/cursor.ts";
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
  const refundIds = await refundsOf(ctx, [row]);
  return paymentView(row, refundIds.get(row.id) ?? null);
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
  const refundIds = await refundsOf(ctx, rows);
  return toPage(
    rows,
    query.limit,
    (row) => encodeCursor(row.createdAt, row.id),
    (row) => paymentView(row, refundIds.get(row.id) ?? null),
  );
}

async function refundsOf(ctx: TenantCtx, rows: PaymentRow[]): Promise<Map<string, string>> {
  const refunded = rows.filter((row) => row.status === "REFUNDED").map((row) => row.id);
  if (refunded.length === 0) return new Map();
  const found = await ctx.db
    .select({ id: refunds.id, paymentId: refunds.paymentId })
    .from(refunds)
    .where(and(eq(refunds.appId, ctx.tenant.appId), inArray(refunds.paymentId, refunded.slice(0, 90))));
  return new Map(found.map(({ id, paymentId }) => [paymentId, id]));
}

export const paymentView = (row: PaymentRow, refundId: string | null): Payment => ({
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
  refundedAmount: row.status === "REFUNDED" ? row.amount : 0,
  refundId,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});
