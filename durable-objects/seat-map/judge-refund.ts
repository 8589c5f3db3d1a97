import type { RefundBookingInput } from "../../contracts/ledger-orders.ts";
import { reduced } from "./judge-confirm.ts";
import type { Ledger } from "./ledger.ts";
import { worthOf } from "./money.ts";
import type { Proposal, Refused } from "./view.ts";

export type RefundCommand = RefundBookingInput & { type: "refund" };

/**
 * Judges a refund that takes no seat. The seats are worth so much less afterwards, so that a cancellation does not give it back again; what goes beyond their
 * worth is of what was kept of seats that were cancelled, all of them perhaps. A `refundId` that is known changes nothing. BOOKING_NOT_FOUND, NOT_CANCELLABLE with details.reason,
 * PAYMENT_AMOUNT_MISMATCH with details.remaining: what is left of this payment's part in the booking, in minor units.
 */
export function judgeRefund(ledger: Ledger, command: RefundCommand, at: number): Proposal[] | Refused {
  const { bookingId, paymentId, amount, reason, refundId: id } = command;
  const booking = ledger.bookings.get(bookingId);
  if (booking === undefined) return { code: "BOOKING_NOT_FOUND" };
  if (booking.refunds.some((line) => line.id === id)) return [];
  if (booking.status === "EXCHANGED") return { code: "NOT_CANCELLABLE", details: { reason: booking.status } };
  if (booking.pin !== null) return { code: "NOT_CANCELLABLE", details: { reason: "EXCHANGE_RUNNING" } };
  const payment = booking.payments.find((part) => part.paymentId === paymentId);
  const remaining = payment === undefined ? 0 : payment.amount - payment.refundedAmount;
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > remaining) {
    return { code: "PAYMENT_AMOUNT_MISMATCH", details: { remaining, currency: ledger.terms.currency } };
  }
  const { token, userId, seats } = booking;
  const worth = reduced(seats, Math.min(amount, worthOf(seats)));
  return [{ op: "REFUND", token, userId, bookingId, seats: [], worth, refunds: [{ id, paymentId, amount, reason, at }] }];
}
