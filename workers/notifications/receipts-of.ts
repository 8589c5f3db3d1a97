import { type PaymentRow, payments } from "../payments/tables.ts";
import { among, type Database } from "../platform/database.ts";
import type { NewMail } from "./enqueue-mails.ts";
import { aboutPayment, type Payer } from "./payers-of.ts";

/** A booking and what was paid for it. */
interface Paid {
  appId: string;
  booking: { bookingId: string; payments: readonly { paymentId: string }[] };
}

/**
 * The receipts for what was paid for these bookings, one a payment for ever: one that an exchange carried over has had its own. An order's payment has none,
 * for what says that the order is paid is its receipt.
 */
export async function receiptsOf(db: Database, told: readonly Paid[]): Promise<(one: Paid, payer: Payer) => NewMail[]> {
  const ids = told.flatMap(({ booking }) => booking.payments.map(({ paymentId }) => paymentId));
  const rows = ids.length === 0 ? [] : await db.select().from(payments).where(among(payments.id, ids));
  const byId = new Map(rows.filter(isPaid).map((row) => [row.id, row]));
  return ({ appId, booking: { bookingId, payments } }, payer) =>
    payments.flatMap(({ paymentId }) => {
      const row = byId.get(paymentId);
      if (row === undefined || row.appId !== appId) return [];
      const payload = aboutPayment(row, payer, bookingId, row.createdAt);
      return [{ key: `payment-receipt:${paymentId}`, kind: "payment-receipt", appId, recipient: payer.recipient, payload }];
    });
}

const isPaid = ({ status, orderId }: PaymentRow): boolean => orderId === null && (status === "SUCCESS" || status === "REFUNDED");
