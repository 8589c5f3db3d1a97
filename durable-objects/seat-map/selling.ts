import type { ConfirmInput, HoldInput, Outcome, ReleaseInput, SeatLedger, ShowtimeTerms, TermsChange } from "../../contracts/ledger.ts";
import type { NewSeat } from "../../contracts/seats.ts";
import { randomBase32 } from "../../workers/platform/ids.ts";
import { wishOf } from "./best-available.ts";
import { generalPlaces } from "./general-places.ts";
import type { BlockCommand } from "./judge-block.ts";
import { holdOf, type Ledger } from "./ledger.ts";
import { newSeats } from "./seats.ts";
import type { Showtime } from "./showtime.ts";
import { projectionPatienceMs, ShowtimeObject, unknownReservation, unknownShowtime } from "./showtime-object.ts";
import { blockedSeats, bookingView, heldSeats, reservationView } from "./views.ts";

/** The sale: what the organizer puts on, and what buyers hold, give back and book. */
export abstract class Selling extends ShowtimeObject {
  /** Sets up the showtime with its seats and its places without numbers. Repeating it changes nothing; SEAT_EXISTS if two seats have one label. */
  async open(terms: ShowtimeTerms, seats: NewSeat[]): Promise<Outcome<{ seatsTotal: number }>> {
    const show = this.show ?? this.adopt(this.storage.create(terms));
    const { ledger } = show;
    const first = ledger.seq === 0 ? [...newSeats(ledger, seats), ...generalPlaces(ledger, seats.length)] : [];
    if (first.length > 0) {
      const added = await show.submit({ type: "add", seats: first }, null, () => ({}));
      if (!added.ok) return added;
    }
    return { ok: true, seatsTotal: ledger.seats.length };
  }

  /** Opens or stops the sale because the listing was published or taken back. SHOWTIME_NOT_FOUND. */
  async setPublished(published: boolean): Promise<Outcome<object>> {
    this.show?.setPublished(published);
    return this.show === null ? unknownShowtime : { ok: true };
  }

  /** Changes under which conditions the showtime sells. SHOWTIME_NOT_FOUND. */
  async changeTerms({ change, by }: { change: TermsChange; by: string }): ReturnType<SeatLedger["changeTerms"]> {
    return this.show === null ? unknownShowtime : this.show.submit({ type: "terms", change, by }, null, () => ({}));
  }

  /** Adds seats behind those that there are. SHOWTIME_NOT_FOUND; SEAT_EXISTS, SEAT_LIMIT_REACHED: none was added. */
  async addSeats(seats: NewSeat[]): Promise<Outcome<{ created: number; seatsTotal: number }>> {
    const { show } = this;
    if (show === null) return unknownShowtime;
    return show.submit({ type: "add", seats: newSeats(show.ledger, seats) }, null, () => ({
      created: seats.length,
      seatsTotal: show.ledger.seats.length,
    }));
  }

  /**
   * Keeps seats from sale, all or none. SHOWTIME_NOT_FOUND; SEAT_NOT_FOUND; SEAT_ALREADY_LOCKED with `expiresIn` (s), SEAT_ALREADY_BOOKED: nobody
   * loses a seat that they have.
   */
  async blockSeats(input: { seatIds: string[]; reason: string | null; by: string }): ReturnType<SeatLedger["blockSeats"]> {
    return this.#organize({ type: "block", ...input });
  }

  /** Puts blocked seats on sale again. SHOWTIME_NOT_FOUND, SEAT_NOT_FOUND. */
  async unblockSeats(input: { seatIds: string[]; by: string }): ReturnType<SeatLedger["unblockSeats"]> {
    return this.#organize({ type: "unblock", ...input });
  }

  /**
   * Holds seats for a user, all or none, at the price that they have now. Errors: SALE_NOT_OPEN, ADMISSION_REQUIRED, SEAT_NOT_FOUND,
   * SEAT_ALREADY_BOOKED, SEAT_BLOCKED, SEAT_ALREADY_LOCKED (with `expiresIn`, s), NOT_ENOUGH_SEATS, LONELY_SEAT (with `instead`, seat ids),
   * HOLD_LIMIT_REACHED, RATE_LIMITED, IDEMPOTENCY_KEY_REUSED, OVERLOADED.
   */
  async hold({ userId, seatIds, bestAvailable, general, admission, limit, idempotency = null }: HoldInput): ReturnType<SeatLedger["hold"]> {
    const { show } = this;
    if (show === null) return bestAvailable ? unknownShowtime : { ok: false, code: "SEAT_NOT_FOUND", details: { seats: seatIds } };
    const { ledger } = show;
    show.throttle.hear(limit);
    const wish = bestAvailable && wishOf(bestAvailable);
    const answer = await show.once(userId, idempotency, (record) => {
      const token = show.mintToken();
      const command = {
        type: "hold",
        userId,
        seatIds,
        token,
        ...(wish && { wish }),
        ...(general && { general }),
        ...(admission && { admission }),
      } as const;
      return show.submit(command, record, () => ({ held: heldView(ledger, token) }));
    });
    if (!answer.ok && !answer.replayed) this.tally.holdRefused(ledger.terms.appId, answer.code);
    return answer;
  }

  /**
   * Gives a hold back; one that was given back stays so. Errors: RESERVATION_NOT_FOUND, RESERVATION_NOT_YOURS, RESERVATION_EXPIRED,
   * RESERVATION_CONFIRMED, RATE_LIMITED, IDEMPOTENCY_KEY_REUSED, OVERLOADED.
   */
  async release({ userId, token, limit, idempotency = null }: ReleaseInput): ReturnType<SeatLedger["release"]> {
    const { show } = this;
    if (show === null) return unknownReservation;
    const { ledger } = show;
    show.throttle.hear(limit);
    return show.once(userId, idempotency, (record) =>
      show.submit({ type: "release", userId, token }, record, () => ({ reservation: reservationView(ledger, holdOf(ledger, token)) })),
    );
  }

  /**
   * Extends a hold once by its own length, at most 3 minutes, because a payment starts, and writes that down in D1 if there is anything to pay. Errors: the
   * RESERVATION_ ones of `release`.
   */
  async beginPayment({ userId, token, payment }: Parameters<SeatLedger["beginPayment"]>[0]): ReturnType<SeatLedger["beginPayment"]> {
    const { show } = this;
    if (show === null) return unknownReservation;
    const answer = await show.submit({ type: "beginPayment", userId, token }, null, () => {
      const { price, expiresAt } = holdOf(show.ledger, token);
      return { price, currency: show.ledger.terms.currency, expiresAt: new Date(expiresAt).toISOString() };
    });
    if (!answer.ok || answer.price === 0 || payment === undefined) return answer;
    const { price: amount, currency } = answer;
    return { ...answer, written: await show.payments.begin({ ...payment, userId, token, amount, currency }) };
  }

  /**
   * Turns a live hold into a booking, or makes the exchange that it is for; again with the same payment it answers the same booking. A discount and the
   * payment together are the price. Errors: the RESERVATION_ ones of `release`, PAYMENT_NOT_SUCCESSFUL (something is due and no payment), PAYMENT_ALREADY_USED
   * (for something that is not of the same order), PAYMENT_AMOUNT_MISMATCH. One that is named by its `paymentId` is kept in D1 first.
   */
  async confirm({ paymentId, ...input }: ConfirmInput): ReturnType<SeatLedger["confirm"]> {
    const { show } = this;
    if (show === null) return unknownReservation;
    if (paymentId === undefined) return this.#confirm(show, input);
    const { userId, token } = input;
    const kept = await show.payments.keep({ paymentId, userId, token });
    if (kept === null) return { ok: false, code: "PAYMENT_NOT_SUCCESSFUL", kept: false };
    return { ...(await this.#confirm(show, { ...input, payment: { id: paymentId, ...kept } })), kept: true };
  }

  async #confirm(show: Showtime, input: Omit<ConfirmInput, "paymentId">): ReturnType<SeatLedger["confirm"]> {
    const { ledger } = show;
    const { token } = input;
    const bookingId = `BK-${new Date().toISOString().slice(0, 10).replaceAll("-", "")}-${randomBase32(10)}`;
    const answer = await show.submit({ type: "confirm", ...input, bookingId }, null, () => {
      const booking = ledger.bookings.get(holdOf(ledger, token).bookingId ?? "");
      if (booking === undefined) throw new Error("a confirmed reservation has no booking");
      return { booking: bookingView(ledger, booking), created: booking.id === bookingId };
    });
    if (answer.ok) await show.projector.toldWithin(answer.seq, projectionPatienceMs);
    return answer;
  }

  async #organize(command: BlockCommand): Promise<Outcome<{ changed: number }>> {
    const { show } = this;
    if (show === null) return unknownShowtime;
    const before = blockedSeats(show.ledger);
    return show.submit(command, null, () => ({ changed: Math.abs(blockedSeats(show.ledger) - before) }));
  }
}

/** A hold as it is answered to whoever has it. */
export function heldView(ledger: Ledger, token: string) {
  const { seats, price, expiresAt, pricing } = holdOf(ledger, token);
  const { currency } = ledger.terms;
  return {
    reservationToken: token,
    expiresAt: new Date(expiresAt).toISOString(),
    seats: heldSeats(ledger, seats),
    price,
    currency,
    pricing,
  };
}
