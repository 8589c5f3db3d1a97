import type { CarriedBooking, ExchangeInput } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import { admissionRefusal } from "./admission.ts";
import { bookingFor } from "./judge-cancel.ts";
import { exchangeRefusal } from "./judge-confirm.ts";
import type { HeldExchange, Ledger, PricedSeat } from "./ledger.ts";
import { worthOf } from "./money.ts";
import { indexesNamed, takenRefusal } from "./named-seats.ts";
import { priced } from "./priced.ts";
import { saleRefusal } from "./sale.ts";
import type { Proposal, Refused, View } from "./view.ts";

/** Seats that a booking is to have in place of its own, of this showtime, or of another one (`from`). */
export type HoldExchangeCommand = Omit<ExchangeInput, "limit"> & { type: "holdExchange" };

/** A booking that is being exchanged for seats of another showtime, which are held there under `token`. */
export type PinCommand =
  | { type: "pin"; userId: string; bookingId: string; token: string }
  | { type: "unpin"; bookingId: string; token: string }
  | { type: "depart"; bookingId: string; token: string; exchangedTo: string };

/**
 * A booking of another showtime must be kept for so much longer when seats are held for it here: at the end of its pin somebody asks what became of
 * these seats, and lets it go if there are none yet. By half of the pin's length the two clocks may differ.
 */
const pinLeftMs = limits.exchangePinSeconds * 500;

/**
 * Judges a hold for an exchange; its price is what is due beyond what the booking is worth. BOOKING_NOT_FOUND, NOT_EXCHANGEABLE with details.reason,
 * VALIDATION_FAILED for fewer seats than the booking has, for none that are new and for another currency; otherwise as a hold, but for the lonely-seat
 * rule: whoever moves has a place already.
 */
export function judgeHoldExchange(view: View, command: HoldExchangeCommand, at: number): Proposal[] | Refused {
  const { ledger } = view;
  const { from, userId, token } = command;
  const refused = saleRefusal(view, at) ?? (from ? admissionRefusal(view, command.admission, at) : null);
  if (refused !== null) return refused;
  const named = indexesNamed(ledger, command.seatIds);
  if ("code" in named) return named;
  if (from?.pinnedUntil !== undefined && at > from.pinnedUntil - pinLeftMs) {
    return { code: "NOT_EXCHANGEABLE", details: { reason: "EXCHANGE_RUNNING" } };
  }
  const replaced = from ? fromElsewhere(ledger, from, command.refundId) : ofThisShowtime(view, command, named.indexes, at);
  if ("code" in replaced) return replaced;
  const { exchange, worth, seatsBefore, leaving } = replaced;
  if (named.indexes.length < seatsBefore) return invalid("names fewer seats than the booking has: cancel some of them instead");
  const kept = exchange.own?.kept ?? [];
  const wanted = named.indexes.filter((index) => !kept.some((seat) => seat.index === index));
  if (wanted.length === 0) return invalid("names the seats that the booking has already");
  const taken = takenRefusal(view, wanted, at);
  if (taken !== null) return taken;
  const { maxSeatsPerUser } = ledger.terms;
  const owned = view.seatsOf(userId);
  if (owned - leaving + wanted.length > maxSeatsPerUser) return { code: "HOLD_LIMIT_REACHED", details: { maxSeatsPerUser, owned } };
  const choice = priced(view, wanted, at);
  const price = Math.max(0, worthOf(kept) + choice.price - worth);
  const admissionId = from && ledger.terms.admissionRequired ? { admissionId: command.admission?.id ?? null } : {};
  const expiresAt = at + ledger.terms.holdSeconds * 1000;
  return [{ op: "HOLD", token, userId, ...choice, price, expiresAt, exchange, ...admissionId }];
}

interface Replaced {
  exchange: HeldExchange;
  /** What was paid for the seats that the booking has, in minor units. */
  worth: number;
  seatsBefore: number;
  /** How many seats of this showtime the person gives up. */
  leaving: number;
}

function ofThisShowtime(
  { ledger }: View,
  { userId, bookingId, refundId }: HoldExchangeCommand,
  indexes: readonly number[],
  at: number,
): Replaced | Refused {
  const booking = bookingFor(ledger, userId, bookingId);
  if (booking === null) return { code: "BOOKING_NOT_FOUND" };
  const kept = booking.seats.filter(({ index }) => indexes.includes(index));
  const leaving = booking.seats.filter((seat) => !kept.includes(seat));
  const reason = exchangeRefusal(ledger, booking, leaving, at);
  if (reason !== null) return { code: "NOT_EXCHANGEABLE", details: { reason } };
  return {
    exchange: { bookingId, refundId, own: { bookingSeq: booking.seq, kept }, from: null },
    worth: worthOf(booking.seats),
    seatsBefore: booking.seats.length,
    leaving: leaving.length,
  };
}

function fromElsewhere(ledger: Ledger, from: CarriedBooking & { showtimeId: string }, refundId: string): Replaced | Refused {
  if (from.amount > 0 && from.currency !== ledger.terms.currency) return invalid(`is of a showtime that sells in ${ledger.terms.currency}`);
  return {
    exchange: { bookingId: from.bookingId, refundId, own: null, from },
    worth: from.amount,
    seatsBefore: from.seats,
    leaving: 0,
  };
}

const invalid = (message: string): Refused => ({ code: "VALIDATION_FAILED", details: { issues: [{ path: "seatIds", message }] } });

/** Judges the keeping of a booking for an exchange, its end and its outcome: BOOKING_NOT_FOUND, NOT_EXCHANGEABLE with details.reason. */
export function judgePin(ledger: Ledger, command: PinCommand, at: number): Proposal[] | Refused {
  const booking = bookingFor(ledger, command.type === "pin" ? command.userId : null, command.bookingId);
  if (booking === null) return { code: "BOOKING_NOT_FOUND" };
  const subject = { token: booking.token, userId: booking.userId, bookingId: booking.id };
  const none: PricedSeat[] = [];
  const isOwn = booking.pin?.token === command.token;
  switch (command.type) {
    case "pin": {
      if (isOwn) return [];
      const reason = exchangeRefusal(ledger, booking, booking.seats, at);
      if (reason !== null) return { code: "NOT_EXCHANGEABLE", details: { reason } };
      return [{ op: "PIN", ...subject, seats: none, to: command.token, until: at + limits.exchangePinSeconds * 1000, stalled: false }];
    }
    case "unpin":
      return isOwn ? [{ op: "UNPIN", ...subject, seats: none }] : [];
    case "depart":
      if (booking.status === "EXCHANGED" && booking.exchangedTo === command.exchangedTo) return [];
      if (!isOwn) return { code: "NOT_EXCHANGEABLE", details: { reason: booking.status } };
      return [{ op: "DEPART", ...subject, seats: booking.seats, exchangedTo: command.exchangedTo }];
  }
}

/** Pins that nobody has ended in time begin anew, and say so: somebody must ask the other showtime what became of them. */
export function stalledPins(ledger: Ledger, at: number): Proposal[] {
  const proposals: Proposal[] = [];
  for (const bookingId of ledger.pinned) {
    const booking = ledger.bookings.get(bookingId);
    if (!booking?.pin || booking.pin.until > at) continue;
    const { token, userId, pin } = booking;
    const until = at + limits.exchangePinSeconds * 1000;
    proposals.push({ op: "PIN", token, userId, bookingId, seats: [], to: pin.token, until, stalled: true });
  }
  return proposals;
}

/** When the next pin stalls, in milliseconds, or null. */
export function nextStall({ pinned, bookings }: Ledger): number | null {
  let next: number | null = null;
  for (const bookingId of pinned) {
    const until = bookings.get(bookingId)?.pin?.until;
    if (until !== undefined) next = Math.min(next ?? until, until);
  }
  return next;
}
