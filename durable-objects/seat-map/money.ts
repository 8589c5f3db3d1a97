import type { BookingPayment } from "../../contracts/bookings.ts";
import type { RefundLine } from "../../contracts/events.ts";
import type { CarriedBooking } from "../../contracts/ledger.ts";
import type { BookingRow, Ledger, PricedSeat } from "./ledger.ts";

export const worthOf = (seats: readonly PricedSeat[]): number => seats.reduce((sum, { price }) => sum + price, 0);

/**
 * From which payments an amount is taken, the newest first: what was paid last was paid for what is given up first. Throws if they have not so much:
 * nobody gets back more than was paid.
 */
export function spread(payments: readonly BookingPayment[], amount: number): { paymentId: string; amount: number }[] {
  const parts: { paymentId: string; amount: number }[] = [];
  let left = amount;
  for (const payment of payments.toReversed()) {
    const part = Math.min(left, payment.amount - payment.refundedAmount);
    if (part > 0) parts.push({ paymentId: payment.paymentId, amount: part });
    left -= part;
  }
  if (left > 0) throw new Error(`${left} of ${amount} is in no payment`);
  return parts;
}

/** The lines of a refund of `amount` for a booking. Their ids are `refundId`, then that with a number behind it. */
export const refundLines = (
  { payments }: Pick<BookingRow, "payments">,
  amount: number,
  { refundId, reason, at }: { refundId: string; reason: string; at: number },
): RefundLine[] =>
  spread(payments, amount).map((part, place) => ({ id: place === 0 ? refundId : `${refundId}_${place + 1}`, ...part, reason, at }));

/** Notes in a booking what goes back for it. */
export function noteRefunds(booking: BookingRow, refunds: readonly RefundLine[]): void {
  booking.refunds = [...booking.refunds, ...refunds];
  for (const { paymentId, amount } of refunds) {
    booking.refundedAmount += amount;
    booking.payments = booking.payments.map((payment) =>
      payment.paymentId === paymentId ? { ...payment, refundedAmount: payment.refundedAmount + amount } : payment,
    );
  }
}

/** Notes that a booking's payments are used up: the one that paid for an order's bookings for nothing but that order, the others for anything. */
export function notePayments({ usedPayments }: Pick<Ledger, "usedPayments">, { payments, paymentId, order }: BookingRow): void {
  for (const payment of payments) {
    usedPayments.set(payment.paymentId, usedPayments.get(payment.paymentId) ?? (payment.paymentId === paymentId ? order : null));
  }
}

/** What a booking is worth, from which payments: not what was kept of those of its seats that were cancelled. */
export function carriedOf({ terms: { currency } }: Pick<Ledger, "terms">, { id, seats, payments, pin }: BookingRow): CarriedBooking {
  const amount = worthOf(seats);
  const parts = spread(payments, amount).map((part) => ({ ...part, refundedAmount: 0 }));
  const carried = { bookingId: id, amount, currency, seats: seats.length, payments: parts.toReversed() };
  return pin === null ? carried : { ...carried, pinnedUntil: pin.until };
}
