import { and, asc, eq, getTableColumns, sql } from "drizzle-orm";
import { type ExportSection, moment, newerThan, type PersonalData, stretchOf } from "../platform/personal-data.ts";
import { paymentView } from "./read.ts";
import { payments, refunds } from "./tables.ts";

const allPayments: ExportSection = {
  name: "payments",
  async read(ctx, { userId }, after, rows) {
    const found = await ctx.db
      .select({
        ...getTableColumns(payments),
        refundedAmount: sql<number | null>`(SELECT sum(r.amount) FROM refunds AS r WHERE r.payment_id = payments.id)`,
        refundId: sql<string | null>`(SELECT max(r.id) FROM refunds AS r WHERE r.payment_id = payments.id)`,
      })
      .from(payments)
      .where(and(eq(payments.userId, userId), newerThan(after, payments.createdAt, payments.id)))
      .orderBy(asc(payments.createdAt), asc(payments.id))
      .limit(rows + 1);
    return stretchOf(
      found,
      rows,
      ({ createdAt, id }) => [createdAt, id],
      ({ refundId, refundedAmount, ...row }) => ({
        appId: row.appId,
        ...paymentView(row, refundId === null ? undefined : { id: refundId, amount: refundedAmount ?? 0 }),
      }),
    );
  },
};

const allRefunds: ExportSection = {
  name: "refunds",
  async read(ctx, { userId }, after, rows) {
    const found = await ctx.db
      .select({ ...getTableColumns(refunds), currency: payments.currency, paidAt: payments.createdAt })
      .from(payments)
      .innerJoin(refunds, eq(refunds.paymentId, payments.id))
      .where(and(eq(payments.userId, userId), newerThan(after, payments.createdAt, refunds.id)))
      .orderBy(asc(payments.createdAt), asc(refunds.id))
      .limit(rows + 1);
    return stretchOf(
      found,
      rows,
      ({ paidAt, id }) => [paidAt, id],
      ({ id, paymentId, appId, bookingId, amount, currency, reason, status, createdAt, updatedAt }) => ({
        id,
        paymentId,
        appId,
        bookingId,
        amount,
        currency,
        reason,
        status,
        createdAt: moment(createdAt),
        updatedAt: moment(updatedAt),
      }),
    );
  },
};

/** Payments and refunds are the ledger: they name nobody but a user id, and stay. */
export const paymentData: PersonalData = { sections: [allPayments, allRefunds], erase: async () => [] };
