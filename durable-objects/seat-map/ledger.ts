import type { BookingPayment, BookingStatus, ReservationStatus } from "../../contracts/bookings.ts";
import type { CancelCause, RefundLine } from "../../contracts/events.ts";
import type { CarriedBooking, ShowtimeTerms, TermsChange } from "../../contracts/ledger.ts";
import type { Discount } from "../../contracts/ledger-orders.ts";
import type { PriceChange } from "../../contracts/pricing.ts";
import type { SeatCode } from "../../contracts/seats.ts";
import type { WaitlistStatus } from "../../contracts/waitlist.ts";
import { ExpiryHeap } from "./expiry-heap.ts";
import { FreePlaces } from "./free-places.ts";
import type { Geometry } from "./geometry.ts";

export interface LedgerSeat {
  id: string;
  seatNumber: string;
  section: string | null;
  row: string | null;
  tier: string;
  price: number;
  x: number | null;
  y: number | null;
  accessible: boolean;
  /** A place without a number of its own: the next free one is as good as any. */
  general: boolean;
  metadata: Record<string, unknown>;
}

/** A seat inside a hold or booking, by its index, at the price frozen there. */
export interface PricedSeat {
  index: number;
  price: number;
}

export interface HoldRow {
  token: string;
  userId: string;
  status: ReservationStatus;
  seats: PricedSeat[];
  price: number;
  createdAt: number;
  expiresAt: number;
  /** A payment has started: the expiry was extended and will not be again. */
  paying: boolean;
  bookingId: string | null;
  /** The rules that moved the price, or null. */
  pricing: PriceChange | null;
  /** The exchange that confirming this hold makes; null for a hold that becomes a booking of its own. */
  exchange: HeldExchange | null;
  /** The place in the queue that these seats were offered to. */
  waitlistId: string | null;
  /** The waiting room's pass that was spent on it. */
  admissionId: string | null;
  seq: number;
}

/** An exchange that waits for its confirmation. `bookingSeq`: the booking as it was then; if it has changed since, the exchange is off. */
export interface HeldExchange {
  bookingId: string;
  refundId: string;
  /** Within the showtime: the booking's seats that stay, and the booking as it was. Null if the booking is another showtime's. */
  own: { bookingSeq: number; kept: PricedSeat[] } | null;
  /** From another showtime: what the booking brings along. */
  from: (CarriedBooking & { showtimeId: string }) | null;
}

export interface BookingRow {
  id: string;
  token: string;
  userId: string;
  status: BookingStatus;
  seats: PricedSeat[];
  amount: number;
  paymentId: string | null;
  /** The order that it was part of when it was booked: `paymentId` may have paid for other bookings of it, too. */
  order: string | null;
  /** What was taken off when it was booked, or null; `amount` and the seats' prices are without it. */
  discount: Discount | null;
  /** Seats that were given back. */
  cancelled: PricedSeat[];
  payments: BookingPayment[];
  /** What goes or went back for it, the first decision first. */
  refunds: RefundLine[];
  /** Why the last of its seats was cancelled, or null. */
  cause: CancelCause | null;
  refundedAmount: number;
  carriedAmount: number;
  transferredAmount: number;
  exchangedFrom: string | null;
  exchangedTo: string | null;
  /** Set while it is being exchanged for seats of another showtime, held there under `token`: nothing else may change it. */
  pin: { token: string; until: number } | null;
  createdAt: number;
  updatedAt: number;
  seq: number;
}

/** Somebody's place in the queue for freed seats. */
export interface WaitlistRow {
  id: string;
  userId: string;
  quantity: number;
  tier: string | null;
  adjacent: boolean | null;
  status: WaitlistStatus;
  /** Of the seats that were offered. */
  token: string | null;
  offerExpiresAt: number | null;
  createdAt: number;
  updatedAt: number;
  seq: number;
}

/** That somebody came in with the ticket for this seat of this booking. */
export interface EntryRow {
  bookingId: string;
  index: number;
  at: number;
  gate: string | null;
  by: string;
  scannedAt: number | null;
  seq: number;
}

/** One entry of the log: what happened, at which place in the order. Facts are never taken back. */
export type Fact = { seq: number; at: number } & (
  | { op: "ADD"; added: LedgerSeat[] }
  | { op: "BLOCK"; seats: { index: number }[]; by: string; reason: string | null }
  | { op: "UNBLOCK"; seats: { index: number }[]; by: string }
  | ({ token: string; userId: string; seats: PricedSeat[] } & (
      | {
          op: "HOLD";
          price: number;
          expiresAt: number;
          pricing?: PriceChange | null;
          exchange?: HeldExchange | null;
          waitlistId?: string | null;
          admissionId?: string | null;
        }
      | { op: "EXTEND"; expiresAt: number }
      /** `by`: the organizer, who ended it by cancelling the showtime. */
      | { op: "RELEASE"; by?: string }
      | { op: "EXPIRE" }
      /** `price`: what was paid, and `seats` at their parts of it. `refunds`: of an exchange from another showtime for cheaper seats. */
      | {
          op: "CONFIRM";
          price: number;
          bookingId: string;
          paymentId: string | null;
          order?: string;
          discount?: Discount;
          refunds?: RefundLine[];
        }
    ))
  /** `token` of a fact about a booking is the reservation that it came from; `seats` are those that the fact frees, at the price that was paid. */
  | ({ token: string; userId: string; bookingId: string; seats: PricedSeat[] } & (
      | { op: "CANCEL"; cause: CancelCause; by: string; refunds: RefundLine[] }
      /** Money goes back and no seat: `worth` is what each of the booking's seats is worth from now on. */
      | { op: "REFUND"; worth: PricedSeat[]; refunds: RefundLine[] }
      | { op: "DEPART"; exchangedTo: string }
      | { op: "PIN"; to: string; until: number; stalled: boolean }
      | { op: "UNPIN" }
      | { op: "CHECK_IN"; gate: string | null; by: string; scannedAt: number | null }
    ))
  /** Confirms the hold `token`: its seats replace those of the booking that are `freed`. `paymentId`: of what was due. */
  | {
      op: "EXCHANGE";
      token: string;
      userId: string;
      bookingId: string;
      seats: PricedSeat[];
      freed: PricedSeat[];
      price: number;
      paymentId: string | null;
      refunds: RefundLine[];
    }
  | { op: "WAIT"; waitlistId: string; userId: string; quantity: number; tier: string | null; adjacent: boolean | null }
  | { op: "LEAVE"; waitlistId: string; userId: string; becomes: "LEFT" | "CLOSED" }
  /** `movedFromMs`: when it was to begin before this change, where the change moves that. */
  | { op: "TERMS"; by: string; change: TermsChange; movedFromMs?: number }
  | { op: "CANCEL_SHOW"; by: string; reason: string | null }
);

/**
 * The state of one showtime. Only `evolve` changes it, one fact at a time; copying 20,000 seats for every command would cost more than
 * the command, so it changes in place and the same facts in the same order always give the same ledger.
 */
export interface Ledger {
  terms: ShowtimeTerms;
  seq: number;
  /** The owner's clock, in milliseconds: it never steps back. */
  clock: number;
  seats: LedgerSeat[];
  status: SeatCode[];
  owner: (string | null)[];
  freeSeats: number;
  labels: Set<string>;
  /** Follows from the seats; null until somebody asks for it. */
  geometry: Geometry | null;
  /** Active and confirmed ones, and of the ended ones those that somebody lately asked for. */
  holds: Map<string, HoldRow>;
  bookings: Map<string, BookingRow>;
  /** The bookings that are being exchanged for seats of another showtime. */
  pinned: Set<string>;
  /** Held and booked seats of each user. */
  seatsOfUser: Map<string, number>;
  /** The payments that paid for something here, and for which order. */
  usedPayments: Map<string, string | null>;
  expiries: ExpiryHeap;
  /** In the order of joining; of the ended ones those that somebody lately asked for. */
  waitlist: Map<string, WaitlistRow>;
  /** Whoever is WAITING, in the order of joining. */
  waiting: Set<string>;
  /** The place in the queue of each user who is WAITING or OFFERED. */
  waitsOf: Map<string, string>;
  /** The last fact that may have made a wish in the queue possible. */
  freedSeq: number;
  /** Up to which of those the queue has been looked through: a note of memory, so that it is not done in vain. */
  walkedSeq: number;
  /** Which of the places without numbers are free. */
  places: FreePlaces;
  /** The hold that each pass of the waiting room was spent on, unless it was given back; in the order of spending. */
  spentAdmissions: Map<string, { token: string; at: number }>;
  /** Entries by booking and seat index: `BK-… 12`. */
  entries: Map<string, EntryRow>;
}

export const emptyLedger = (terms: ShowtimeTerms): Ledger => ({
  terms,
  seq: 0,
  clock: 0,
  seats: [],
  status: [],
  owner: [],
  freeSeats: 0,
  labels: new Set(),
  geometry: null,
  holds: new Map(),
  bookings: new Map(),
  pinned: new Set(),
  seatsOfUser: new Map(),
  usedPayments: new Map(),
  expiries: new ExpiryHeap(),
  waitlist: new Map(),
  waiting: new Set(),
  waitsOf: new Map(),
  freedSeq: 0,
  walkedSeq: -1,
  places: new FreePlaces(),
  spentAdmissions: new Map(),
  entries: new Map(),
});

export const labelOf = (seat: { section?: string | null | undefined; row?: string | null | undefined; seatNumber: string }): string =>
  JSON.stringify([seat.section ?? "", seat.row ?? "", seat.seatNumber]);

/** The id of the seat at `index`: it leads to its showtime and to its place there without a look-up. */
export const seatIdAt = (showtimeId: string, index: number): string => `sea_${showtimeId.slice(4)}_${index.toString(36)}`;

/** The index that the id of a seat ends with. */
export const indexIn = (seatId: string): number => Number.parseInt(seatId.slice(seatId.lastIndexOf("_") + 1), 36);

/** The index that a seat id names in this showtime, or null if it is none of its seats. */
export function seatIndexOf(ledger: Ledger, seatId: string): number | null {
  const index = indexIn(seatId);
  return ledger.seats[index]?.id === seatId ? index : null;
}

/** The booking of this id, which is known to exist. */
export function bookingIn(ledger: Ledger, bookingId: string): BookingRow {
  const booking = ledger.bookings.get(bookingId);
  if (booking === undefined) throw new Error(`the ledger has no booking ${bookingId}`);
  return booking;
}

/** The row behind a token that is known to exist: a fact about an unknown one is a bug. */
export function holdOf(ledger: Ledger, token: string): HoldRow {
  const hold = ledger.holds.get(token);
  if (hold === undefined) throw new Error(`the ledger has no reservation ${token}`);
  return hold;
}
