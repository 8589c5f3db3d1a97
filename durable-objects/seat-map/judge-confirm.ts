import { allocate } from "../../contracts/allocate.ts";
import { refundReasons } from "../../contracts/events.ts";
import type { ConfirmInput } from "../../contracts/ledger.ts";
import type { BookingRow, HoldRow, Ledger, PricedSeat } from "./ledger.ts";
import { refundLines, worthOf } from "./money.ts";
import { endedRefusal, ownHold, subjectOf } from "./own-hold.ts";
import { entryKey } from "./tickets-of.ts";
import type { Proposal, Refused, View } from "./view.ts";

/** `bookingId`: of the booking, if the hold becomes one. */
export type ConfirmCommand = ConfirmInput & { type: "confirm"; bookingId: string };

/** Judges a confirmation: a booking, or the exchange that the hold is for. */
export function judgeConfirm(view: View, command: ConfirmCommand, at: number): Proposal[] | Refused {
  const { ledger } = view;
  const hold = ownHold(view, command);
  if ("code" in hold) return hold;
  if (hold.status === "CONFIRMED") {
    return paidWith(ledger, hold, command) ? [] : { code: "RESERVATION_CONFIRMED", details: { bookingId: hold.bookingId } };
  }
  const refused = endedRefusal(view, hold) ?? paymentRefusal(ledger, hold, command);
  if (refused) return refused;
  return hold.exchange?.own ? exchange(ledger, hold, command.payment?.id ?? null, at) : booking(hold, command, at);
}

/** The order that a confirmation is part of, or null. */
const orderOf = ({ payment, order }: ConfirmCommand): string | null => payment?.order ?? order ?? null;

/** Whether this payment, or none, is what the hold was confirmed with. */
function paidWith(ledger: Ledger, hold: HoldRow, command: ConfirmCommand): boolean {
  const booking = ledger.bookings.get(hold.bookingId ?? "");
  const paymentId = command.payment?.id ?? null;
  if (booking === undefined || (hold.exchange === null && booking.order !== orderOf(command))) return false;
  const due = hold.exchange === null ? hold.price - (booking.discount?.amount ?? 0) : hold.price;
  if (due === 0) return paymentId === null;
  return hold.exchange === null ? booking.paymentId === paymentId : booking.payments.some((payment) => payment.paymentId === paymentId);
}

/** An order's payment may have confirmed other holds of that order. An exchange takes neither a discount nor part in an order. */
function paymentRefusal({ usedPayments, terms }: Ledger, { price, exchange }: HoldRow, command: ConfirmCommand): Refused | null {
  const { payment, discount } = command;
  const mismatch: Refused = { code: "PAYMENT_AMOUNT_MISMATCH", details: { price, currency: terms.currency } };
  const due = price - (discount?.amount ?? 0);
  const isOfOrder = discount !== undefined || orderOf(command) !== null;
  if (due < 0 || due > price || !Number.isSafeInteger(due) || (exchange !== null && isOfOrder)) return mismatch;
  if (payment === null) return due > 0 ? { code: "PAYMENT_NOT_SUCCESSFUL" } : null;
  if (usedPayments.has(payment.id) && (payment.order === undefined || usedPayments.get(payment.id) !== payment.order)) {
    return { code: "PAYMENT_ALREADY_USED" };
  }
  return payment.amount === due && payment.currency === terms.currency ? null : mismatch;
}

function booking(hold: HoldRow, command: ConfirmCommand, at: number): Proposal[] {
  const { bookingId, payment, discount } = command;
  const order = orderOf(command);
  const from = hold.exchange?.from ?? null;
  const refunds = from && refundLines(from, Math.max(0, from.amount - worthOf(hold.seats)), exchanged(hold, at));
  return [
    {
      op: "CONFIRM",
      ...subjectOf(hold),
      ...(discount && { seats: reduced(hold.seats, discount.amount), discount }),
      price: hold.price - (discount?.amount ?? 0),
      bookingId,
      paymentId: payment?.id ?? null,
      ...(order !== null && { order }),
      ...(refunds && refunds.length > 0 && { refunds }),
    },
  ];
}

/** Seats that are worth so much less together, each by its share. */
export function reduced(seats: readonly PricedSeat[], amount: number): PricedSeat[] {
  const parts = allocate(
    amount,
    seats.map(({ price }) => price),
  );
  return seats.map(({ index, price }, place) => ({ index, price: price - (parts[place] ?? 0) }));
}

const exchanged = (hold: HoldRow, at: number) => ({ refundId: hold.exchange?.refundId ?? "", reason: refundReasons.EXCHANGED, at });

/** An exchange is off if its booking is no longer what it was when the new seats were held: details.reason, for whoever asked for the exchange. */
function exchange(ledger: Ledger, hold: HoldRow, paymentId: string | null, at: number): Proposal[] | Refused {
  const { bookingId = "", own } = hold.exchange ?? {};
  const booking = ledger.bookings.get(bookingId);
  const off = (reason: string): Refused => ({ code: "RESERVATION_EXPIRED", details: { reason } });
  if (!booking || booking.seq !== own?.bookingSeq) return off(booking?.status === "CONFIRMED" ? "CHANGED" : (booking?.status ?? "CHANGED"));
  const freed = booking.seats.filter(({ index }) => !own.kept.some((seat) => seat.index === index));
  const reason = exchangeRefusal(ledger, booking, freed, at);
  if (reason !== null) return off(reason);
  const refunds = refundLines(booking, Math.max(0, worthOf(freed) - worthOf(hold.seats)), exchanged(hold, at));
  const { token, userId, seats, price } = hold;
  return [{ op: "EXCHANGE", token, userId, bookingId, seats, freed, price, paymentId, refunds }];
}

/** Why a booking's seats cannot go back, by the word that details.reason has, or null if they can. */
export function exchangeRefusal(ledger: Ledger, booking: BookingRow, seats: readonly PricedSeat[], at: number): string | null {
  if (booking.status !== "CONFIRMED") return booking.status;
  if (booking.pin !== null) return "EXCHANGE_RUNNING";
  if (at >= (ledger.terms.startsAtMs ?? Number.POSITIVE_INFINITY)) return "STARTED";
  return seats.some(({ index }) => ledger.entries.has(entryKey(booking.id, index))) ? "CHECKED_IN" : null;
}
