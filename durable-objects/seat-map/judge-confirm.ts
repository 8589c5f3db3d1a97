import { refundReasons } from "../../contracts/events.ts";
import type { BookingRow, HoldRow, Ledger, PricedSeat } from "./ledger.ts";
import { refundLines, worthOf } from "./money.ts";
import { endedRefusal, ownHold, subjectOf } from "./own-hold.ts";
import { entryKey } from "./tickets-of.ts";
import type { Proposal, Refused, View } from "./view.ts";

export interface ConfirmCommand {
  type: "confirm";
  userId: string;
  token: string;
  /** Of the booking, if the hold becomes one. */
  bookingId: string;
  payment: { id: string; amount: number; currency: string } | null;
}

/** Judges a confirmation: a booking, or the exchange that the hold is for. */
export function judgeConfirm(view: View, command: ConfirmCommand, at: number): Proposal[] | Refused {
  const { ledger } = view;
  const { payment } = command;
  const hold = ownHold(view, command);
  if ("code" in hold) return hold;
  if (hold.status === "CONFIRMED") {
    return paidWith(ledger, hold, payment?.id ?? null) ? [] : { code: "RESERVATION_CONFIRMED", details: { bookingId: hold.bookingId } };
  }
  const refused = endedRefusal(view, hold) ?? paymentRefusal(ledger, hold, payment);
  if (refused) return refused;
  return hold.exchange?.own ? exchange(ledger, hold, payment?.id ?? null, at) : booking(hold, command, at);
}

/** Whether this payment, or none, is what the hold was confirmed with. */
function paidWith(ledger: Ledger, hold: HoldRow, paymentId: string | null): boolean {
  const booking = ledger.bookings.get(hold.bookingId ?? "");
  if (booking === undefined) return false;
  if (hold.price === 0) return paymentId === null;
  return hold.exchange === null ? booking.paymentId === paymentId : booking.payments.some((payment) => payment.paymentId === paymentId);
}

function paymentRefusal({ usedPayments, terms }: Ledger, { price }: HoldRow, payment: ConfirmCommand["payment"]): Refused | null {
  if (payment === null) return price > 0 ? { code: "PAYMENT_NOT_SUCCESSFUL" } : null;
  if (usedPayments.has(payment.id)) return { code: "PAYMENT_ALREADY_USED" };
  if (payment.amount === price && payment.currency === terms.currency) return null;
  return { code: "PAYMENT_AMOUNT_MISMATCH", details: { price, currency: terms.currency } };
}

function booking(hold: HoldRow, { bookingId, payment }: ConfirmCommand, at: number): Proposal[] {
  const from = hold.exchange?.from ?? null;
  const refunds = from && refundLines(from, Math.max(0, from.amount - worthOf(hold.seats)), exchanged(hold, at));
  const proposal = { op: "CONFIRM", ...subjectOf(hold), price: hold.price, bookingId, paymentId: payment?.id ?? null } as const;
  return [refunds && refunds.length > 0 ? { ...proposal, refunds } : proposal];
}

const exchanged = (hold: HoldRow, at: number) => ({ refundId: hold.exchange?.refundId ?? "", reason: refundReasons.EXCHANGED, at });

/** An exchange is off if its booking is no longer what it was when the new seats were held. */
function exchange(ledger: Ledger, hold: HoldRow, paymentId: string | null, at: number): Proposal[] | Refused {
  const { bookingId = "", own } = hold.exchange ?? {};
  const booking = ledger.bookings.get(bookingId);
  if (!booking || booking.seq !== own?.bookingSeq) return { code: "RESERVATION_EXPIRED" };
  const freed = booking.seats.filter(({ index }) => !own.kept.some((seat) => seat.index === index));
  if (exchangeRefusal(ledger, booking, freed, at) !== null) return { code: "RESERVATION_EXPIRED" };
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
