import { seatCodes } from "../../contracts/seats.ts";
import { type BookingRow, bookingIn, type Fact, type HoldRow, type Ledger, type PricedSeat } from "./ledger.ts";
import { notePayments, noteRefunds, worthOf } from "./money.ts";
import { moveSeats } from "./seat-moves.ts";

type FactOf<Op extends Fact["op"]> = Extract<Fact, { op: Op }>;

const booked = (token: string) => ({ from: seatCodes.BOOKED, fromOwner: token, to: seatCodes.AVAILABLE, owner: null });

/** The booking that a hold becomes. `hold` has been ended already. */
export function evolveConfirm(ledger: Ledger, hold: HoldRow, fact: FactOf<"CONFIRM">): void {
  const { bookingId, paymentId, seats, price, at, refunds = [] } = fact;
  const { token, userId, seq } = hold;
  const from = hold.exchange?.from ?? null;
  moveSeats(ledger, seats, { from: seatCodes.LOCKED, fromOwner: token, to: seatCodes.BOOKED, owner: token }, userId);
  hold.bookingId = bookingId;
  const carried = from?.payments ?? [];
  const payments = paymentId === null ? carried : [...carried, { paymentId, amount: price, refundedAmount: 0 }];
  const booking: BookingRow = {
    id: bookingId,
    token,
    userId,
    status: "CONFIRMED",
    seats,
    amount: (from?.amount ?? 0) + price,
    paymentId: paymentId ?? payments[0]?.paymentId ?? null,
    order: fact.order ?? null,
    discount: fact.discount ?? null,
    cancelled: [],
    payments,
    refunds: [],
    cause: null,
    refundedAmount: 0,
    carriedAmount: from?.amount ?? 0,
    transferredAmount: 0,
    exchangedFrom: from?.bookingId ?? null,
    exchangedTo: null,
    pin: null,
    createdAt: at,
    updatedAt: at,
    seq,
  };
  noteRefunds(booking, refunds);
  ledger.bookings.set(bookingId, booking);
  notePayments(ledger, booking);
}

/** New seats for old ones of the same showtime. `hold` has been ended already. */
export function evolveExchange(ledger: Ledger, hold: HoldRow, fact: FactOf<"EXCHANGE">): void {
  const booking = change(ledger, fact);
  const { token, userId } = booking;
  hold.bookingId = booking.id;
  moveSeats(ledger, fact.freed, booked(token), userId);
  moveSeats(ledger, fact.seats, { from: seatCodes.LOCKED, fromOwner: hold.token, to: seatCodes.BOOKED, owner: token }, userId);
  booking.seats = [...without(booking.seats, fact.freed), ...fact.seats];
  if (fact.paymentId !== null) {
    booking.payments = [...booking.payments, { paymentId: fact.paymentId, amount: fact.price, refundedAmount: 0 }];
    booking.amount += fact.price;
    booking.paymentId ??= fact.paymentId;
    notePayments(ledger, booking);
  }
  noteRefunds(booking, fact.refunds);
}

/** What happens to a booking by itself: seats of it are cancelled, money goes back for it, it is kept for an exchange or no longer, or it has become another showtime's. */
export function evolveBooking(ledger: Ledger, fact: FactOf<"CANCEL" | "REFUND" | "PIN" | "UNPIN" | "DEPART">): void {
  const booking = change(ledger, fact);
  switch (fact.op) {
    case "CANCEL":
      moveSeats(ledger, fact.seats, booked(booking.token), booking.userId);
      booking.seats = without(booking.seats, fact.seats);
      booking.cancelled = [...booking.cancelled, ...fact.seats];
      booking.cause = fact.cause;
      if (booking.seats.length === 0) booking.status = "CANCELLED";
      noteRefunds(booking, fact.refunds);
      return;
    case "REFUND":
      booking.seats = fact.worth;
      noteRefunds(booking, fact.refunds);
      return;
    case "PIN":
      booking.pin = { token: fact.to, until: fact.until };
      ledger.pinned.add(booking.id);
      return;
    case "UNPIN":
      unpin(ledger, booking);
      return;
    case "DEPART":
      moveSeats(ledger, fact.seats, booked(booking.token), booking.userId);
      unpin(ledger, booking);
      booking.transferredAmount = worthOf(booking.seats);
      booking.seats = [];
      booking.status = "EXCHANGED";
      booking.exchangedTo = fact.exchangedTo;
      return;
  }
}

function unpin(ledger: Ledger, booking: BookingRow): void {
  booking.pin = null;
  ledger.pinned.delete(booking.id);
}

/** A booking that is over changes no more, but what was kept of a cancelled one may still go back. */
function change(ledger: Ledger, { op, bookingId, seq, at }: { op: Fact["op"]; bookingId: string; seq: number; at: number }): BookingRow {
  const booking = bookingIn(ledger, bookingId);
  const isOpen = booking.status === "CONFIRMED" || (booking.status === "CANCELLED" && op === "REFUND");
  if (!isOpen) throw new Error(`booking ${bookingId} is ${booking.status}`);
  booking.seq = seq;
  booking.updatedAt = at;
  return booking;
}

const without = (seats: readonly PricedSeat[], gone: readonly PricedSeat[]): PricedSeat[] =>
  seats.filter(({ index }) => !gone.some((seat) => seat.index === index));
