import { eq, getTableColumns } from "drizzle-orm";
import { moment, type PersonalData, sectionOf } from "../platform/personal-data.ts";
import { paymentView, toldColumns } from "./read.ts";
import { payments, refunds } from "./tables.ts";

const allPayments = sectionOf({
  name: "payments",
  order: [payments.createdAt, payments.id],
  whose: ({ userId }) => eq(payments.userId, userId),
  select: ({ db }) =>
    db
      .select({ ...getTableColumns(payments), ...toldColumns })
      .from(payments)
      .$dynamic(),
  keyOf: ({ createdAt, id }) => [createdAt, id],
  show: ({ refundId, refundedAmount, disputed, ticketOrderId, ...row }) => ({
    appId: row.appId,
    ...paymentView(row, { refundId, refundedAmount, disputed, ticketOrderId }),
  }),
});

const allRefunds = sectionOf({
  name: "refunds",
  order: [payments.createdAt, refunds.id],
  whose: ({ userId }) => eq(payments.userId, userId),
  select: ({ db }) =>
    db
      .select({ ...getTableColumns(refunds), currency: payments.currency, paidAt: payments.createdAt })
      .from(payments)
      .innerJoin(refunds, eq(refunds.paymentId, payments.id))
      .$dynamic(),
  keyOf: ({ paidAt, id }) => [paidAt, id],
  show: ({ id, paymentId, appId, bookingId, orderId, amount, currency, reason, status, createdAt, updatedAt }) => ({
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
});

/** Payments and refunds are the ledger: they name nobody but a user id, and stay. */
export const paymentData: PersonalData = { sections: [allPayments, allRefunds], erase: async () => [] };
