import { shareOf } from "../../contracts/allocate.ts";
import type { RefundQuote } from "../../contracts/bookings.ts";
import { refundReasons } from "../../contracts/events.ts";
import type { CancelInput } from "../../contracts/ledger.ts";
import { exchangeRefusal } from "./judge-confirm.ts";
import { type BookingRow, type Ledger, type PricedSeat, seatIndexOf } from "./ledger.ts";
import { refundLines, worthOf } from "./money.ts";
import type { Proposal, Refused } from "./view.ts";

export type CancelCommand = CancelInput & { type: "cancel" };

/**
 * How many percent of what seats cost go back when they are cancelled at `at`, by the showtime's policy. All of it once the showtime is cancelled: whoever
 * is quicker than its refunds does not get less than they bring.
 */
export function refundPercent({ terms }: Pick<Ledger, "terms">, at: number): number {
  const { cancellation, cancelled, startsAtMs } = terms;
  if (cancelled) return 100;
  if (!cancellation || startsAtMs === undefined) return 0;
  const hoursLeft = (startsAtMs - at) / 3_600_000;
  if (hoursLeft >= cancellation.fullRefundUntilHours) return 100;
  return hoursLeft >= (cancellation.partialRefundUntilHours ?? Number.POSITIVE_INFINITY) ? (cancellation.partialRefundPercent ?? 0) : 0;
}

/** Judges a cancellation: BOOKING_NOT_FOUND, SEAT_NOT_FOUND for seats that the booking does not have, NOT_CANCELLABLE with details.reason. */
export function judgeCancel(ledger: Ledger, command: CancelCommand, at: number): Proposal[] | Refused {
  const found = cancellable(ledger, command, at);
  if ("code" in found) return found;
  const { booking, seats } = found;
  const percent = command.inFull ? 100 : refundPercent(ledger, at);
  const { cause, by, refundId } = command;
  const refunds = refundLines(booking, shareOf(worthOf(seats), percent), { refundId, reason: refundReasons[cause], at });
  return [{ op: "CANCEL", token: booking.token, userId: booking.userId, bookingId: booking.id, seats, cause, by, refunds }];
}

/** What a cancellation would give back at `at`. BOOKING_NOT_FOUND, SEAT_NOT_FOUND. */
export function quoteCancel(
  ledger: Ledger,
  command: Pick<CancelCommand, "userId" | "bookingId" | "seatIds">,
  at: number,
): RefundQuote | Refused {
  const { currency } = ledger.terms;
  const found = cancellable(ledger, command, at);
  if (!("code" in found)) {
    const percent = refundPercent(ledger, at);
    return { cancellable: true, reason: null, amount: shareOf(worthOf(found.seats), percent), currency, percent };
  }
  if (found.code !== "NOT_CANCELLABLE") return found;
  return { cancellable: false, reason: String(found.details?.reason), amount: 0, currency, percent: 0 };
}

function cancellable(
  ledger: Ledger,
  { userId, bookingId, seatIds }: Pick<CancelCommand, "userId" | "bookingId" | "seatIds">,
  at: number,
): { booking: BookingRow; seats: PricedSeat[] } | Refused {
  const booking = bookingFor(ledger, userId, bookingId);
  if (booking === null) return { code: "BOOKING_NOT_FOUND" };
  if (booking.status !== "CONFIRMED") return { code: "NOT_CANCELLABLE", details: { reason: booking.status } };
  const seats = seatIds === undefined ? booking.seats : seatsIn(ledger, booking, seatIds);
  if (seats === null) return { code: "SEAT_NOT_FOUND", details: { seats: seatIds } };
  const reason = exchangeRefusal(ledger, booking, seats, at);
  return reason === null ? { booking, seats } : { code: "NOT_CANCELLABLE", details: { reason } };
}

/** A booking of this user's, or of anybody's for whoever manages the showtime; another user's is not there. */
export function bookingFor(ledger: Ledger, userId: string | null, bookingId: string): BookingRow | null {
  const booking = ledger.bookings.get(bookingId);
  return booking === undefined || (userId !== null && booking.userId !== userId) ? null : booking;
}

/** Those of a booking's seats that are named, or null if it does not have one of them. */
function seatsIn(ledger: Ledger, booking: BookingRow, seatIds: readonly string[]): PricedSeat[] | null {
  const named = seatIds.map((seatId) => {
    const index = seatIndexOf(ledger, seatId);
    return booking.seats.find((seat) => seat.index === index);
  });
  return named.every((seat) => seat !== undefined) ? [...new Set(named)] : null;
}
