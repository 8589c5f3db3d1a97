import { refundReasons } from "../../contracts/events.ts";
import type { CancelInput, CancelProgress, ExchangeInput, SeatLedger } from "../../contracts/ledger.ts";
import type { RefundBookingInput, UndoOrderInput } from "../../contracts/ledger-orders.ts";
import { quoteCancel, refundPercent } from "./judge-cancel.ts";
import { bookingIn, holdOf, type Ledger } from "./ledger.ts";
import { carriedOf } from "./money.ts";
import { heldView, Selling } from "./selling.ts";
import { projectionPatienceMs, unknownBooking, unknownReservation, unknownShowtime } from "./showtime-object.ts";
import { bookingView } from "./views.ts";

/** What becomes of bookings: cancelled, exchanged, or ended with their showtime. */
export abstract class AfterSale extends Selling {
  /** What cancelling these seats, or all of a booking's, would give back now. BOOKING_NOT_FOUND, SEAT_NOT_FOUND. */
  async quoteCancellation(input: {
    userId: string | null;
    bookingId: string;
    seatIds?: string[];
  }): ReturnType<SeatLedger["quoteCancellation"]> {
    const show = await this.settled();
    if (show === null) return unknownBooking;
    const quote = quoteCancel(show.ledger, input, Math.max(Date.now(), show.ledger.clock));
    return "code" in quote ? { ok: false, ...quote } : { ok: true, quote };
  }

  /** Cancels seats of a booking, or all of it. BOOKING_NOT_FOUND, SEAT_NOT_FOUND, NOT_CANCELLABLE with details.reason, OVERLOADED. */
  async cancelBooking({ inFull = false, ...input }: CancelInput): ReturnType<SeatLedger["cancelBooking"]> {
    const { show } = this;
    if (show === null) return unknownBooking;
    const { ledger } = show;
    const before = ledger.bookings.get(input.bookingId)?.refunds.length ?? 0;
    const answer = await show.submit({ type: "cancel", inFull, ...input }, null, () => {
      const booking = bookingIn(ledger, input.bookingId);
      const refunds = booking.refunds.slice(before);
      const amount = refunds.reduce((sum, line) => sum + line.amount, 0);
      const percent = inFull ? 100 : refundPercent(ledger, ledger.clock);
      const refund = { id: refunds[0]?.id ?? null, amount, currency: ledger.terms.currency, percent };
      return {
        booking: bookingView(ledger, booking),
        refund: { ...refund, status: amount === 0 ? ("NONE" as const) : ("PENDING" as const) },
        refunds,
      };
    });
    if (answer.ok) await show.projector.toldWithin(answer.seq, projectionPatienceMs);
    return answer;
  }

  /**
   * Takes a reservation back whose order came to nothing: ends the hold, or cancels its booking in full. Repeating it answers the same refunds; where nothing
   * is left to undo it says so. RESERVATION_NOT_FOUND, RESERVATION_NOT_YOURS, NOT_CANCELLABLE (details.reason EXCHANGE_RUNNING), OVERLOADED.
   */
  async undoOrder(input: UndoOrderInput): ReturnType<SeatLedger["undoOrder"]> {
    const { show } = this;
    if (show === null) return unknownReservation;
    const { ledger } = show;
    const answer = await show.submit({ type: "undo", ...input }, null, () => {
      const booking = ledger.bookings.get(holdOf(ledger, input.token).bookingId ?? "");
      // Nothing happens to a booking after that: a refund with the same words was somebody's own and came before.
      const isUndone = booking?.cause === "ORDER_FAILED";
      const refunds = isUndone
        ? booking.refunds.filter(({ reason, at }) => reason === refundReasons.ORDER_FAILED && at === booking.updatedAt)
        : [];
      return { booking: booking === undefined ? null : bookingView(ledger, booking), refunds };
    });
    if (answer.ok) await show.projector.toldWithin(answer.seq, projectionPatienceMs);
    return answer;
  }

  /**
   * Gives part of what was paid for a booking back; it keeps its seats. Repeating it with the same `refundId` changes nothing. BOOKING_NOT_FOUND,
   * NOT_CANCELLABLE with details.reason, PAYMENT_AMOUNT_MISMATCH with details.remaining, OVERLOADED.
   */
  async refundBooking(input: RefundBookingInput): ReturnType<SeatLedger["refundBooking"]> {
    const { show } = this;
    if (show === null) return unknownBooking;
    const { ledger } = show;
    const answer = await show.submit({ type: "refund", ...input }, null, () => {
      const booking = bookingIn(ledger, input.bookingId);
      return { booking: bookingView(ledger, booking), refunds: booking.refunds.filter(({ id }) => id === input.refundId) };
    });
    if (answer.ok) await show.projector.toldWithin(answer.seq, projectionPatienceMs);
    return answer;
  }

  /**
   * Holds what an exchange needs, under the caller's token. Errors: BOOKING_NOT_FOUND, NOT_EXCHANGEABLE with details.reason, VALIDATION_FAILED for fewer
   * seats, none that are new or another currency, and those of `hold` but LONELY_SEAT.
   */
  async holdForExchange({ limit, ...input }: ExchangeInput): ReturnType<SeatLedger["holdForExchange"]> {
    const { show } = this;
    if (show === null) return unknownShowtime;
    show.throttle.hear(limit);
    return show.once(input.userId, null, () =>
      show.submit({ type: "holdExchange", ...input }, null, () => ({ held: heldView(show.ledger, input.token) })),
    );
  }

  /** Keeps a booking as it is while it is exchanged elsewhere; answers what it brings along. BOOKING_NOT_FOUND, NOT_EXCHANGEABLE with details.reason. */
  async pinBooking(input: { userId: string; bookingId: string; token: string }): ReturnType<SeatLedger["pinBooking"]> {
    const { show } = this;
    if (show === null) return unknownBooking;
    return show.submit({ type: "pin", ...input }, null, () => ({
      carried: carriedOf(show.ledger, bookingIn(show.ledger, input.bookingId)),
    }));
  }

  /** The exchange came to nothing. Another token's pin stays. BOOKING_NOT_FOUND. */
  async unpinBooking(input: { bookingId: string; token: string }): ReturnType<SeatLedger["unpinBooking"]> {
    return this.show === null ? unknownBooking : this.show.submit({ type: "unpin", ...input }, null, () => ({}));
  }

  /** The exchange is made: the booking ends as EXCHANGED. BOOKING_NOT_FOUND; NOT_EXCHANGEABLE if it is not pinned for this token. */
  async departBooking(input: { bookingId: string; token: string; exchangedTo: string }): ReturnType<SeatLedger["departBooking"]> {
    const { show } = this;
    if (show === null) return unknownBooking;
    const answer = await show.submit({ type: "depart", ...input }, null, () => ({
      booking: bookingView(show.ledger, bookingIn(show.ledger, input.bookingId)),
    }));
    if (answer.ok) await show.projector.toldWithin(answer.seq, projectionPatienceMs);
    return answer;
  }

  /** Ends the sale for good and begins to cancel every booking; the alarm goes on until all are. Repeating it changes nothing. SHOWTIME_NOT_FOUND. */
  async cancelShowtime(input: { by: string; reason: string | null }): ReturnType<SeatLedger["cancelShowtime"]> {
    const { show } = this;
    if (show === null) return unknownShowtime;
    return show.submit({ type: "cancelShow", ...input }, null, () => ({ progress: progressOf(show.ledger) }));
  }

  /** How far the bookings of a cancelled showtime are. SHOWTIME_NOT_FOUND. */
  async cancelProgress(): ReturnType<SeatLedger["cancelProgress"]> {
    const show = await this.settled();
    return show === null ? unknownShowtime : { ok: true, progress: progressOf(show.ledger) };
  }
}

function progressOf({ terms, bookings }: Ledger): CancelProgress {
  const progress = { bookingsTotal: 0, bookingsCancelled: 0, refundsTotal: 0, amountTotal: 0 };
  for (const { status, cause, refunds } of bookings.values()) {
    if (status === "CONFIRMED") progress.bookingsTotal++;
    if (cause !== "SHOWTIME_CANCELLED") continue;
    progress.bookingsTotal++;
    progress.bookingsCancelled++;
    for (const { reason, amount } of refunds) {
      if (reason !== refundReasons.SHOWTIME_CANCELLED) continue;
      progress.refundsTotal++;
      progress.amountTotal += amount;
    }
  }
  return { reason: terms.cancelled?.reason ?? null, ...progress, currency: terms.currency };
}
