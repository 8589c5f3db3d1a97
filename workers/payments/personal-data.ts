import { and, asc, eq, getTableColumns } from "drizzle-orm";
import { type ExportSection, moment, newerThan, type PersonalData, stretchOf } from "../platform/personal-data.ts";
import { paymentView, toldColumns } from "./read.ts";
import { payments, refunds } from "./tables.ts";

const allPayments: ExportSection = {
  name: "payments",
  async read(ctx, { userId }, after, rows) {
    const found = await ctx.db
      .select({ ...getTableColumns(payments), ...toldColumns })
      .from(payments)
      .where(and(eq(payments.userId, userId), newerThan(after, payments.createdAt, payments.id)))
      .orderBy(asc(payments.createdAt), asc(payments.id))
      .limit(rows + 1);
    return stretchOf(
      found,
      rows,
      ({ createdAt, id }) => [createdAt, id],
      ({ refundId, refundedAmount, disputed, ...row }) => ({
        appId: row.appId,
        ...paymentView(row, { refundId, refundedAmount, disputed }),
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
      ({ id, paymentId, appId, bookingId, orderId, amount, currency, reason, status, createdAt, updatedAt }) => ({
        id,
        paymentId,
        appId,
        bookingId,
        orderId,
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
