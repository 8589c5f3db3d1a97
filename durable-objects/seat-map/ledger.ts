import type { BookingStatus, ReservationStatus } from "../../contracts/bookings.ts";
import type { ShowtimeTerms } from "../../contracts/ledger.ts";
import type { SeatCode } from "../../contracts/seats.ts";
import { ExpiryHeap } from "./expiry-heap.ts";
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
  seq: number;
}

export interface BookingRow {
  id: string;
  token: string;
  userId: string;
  status: BookingStatus;
  seats: PricedSeat[];
  amount: number;
  paymentId: string | null;
  createdAt: number;
  seq: number;
}

/** One entry of the log: what happened, at which place in the order. Facts are never taken back. */
export type Fact = { seq: number; at: number } & (
  | { op: "ADD"; added: LedgerSeat[] }
  | { op: "BLOCK"; seats: { index: number }[]; by: string; reason: string | null }
  | { op: "UNBLOCK"; seats: { index: number }[]; by: string }
  | ({ token: string; userId: string; seats: PricedSeat[] } & (
      | { op: "HOLD"; price: number; expiresAt: number }
      | { op: "EXTEND"; expiresAt: number }
      | { op: "RELEASE" }
      | { op: "EXPIRE" }
      | { op: "CONFIRM"; price: number; bookingId: string; paymentId: string | null }
    ))
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
  /** Held and booked seats of each user. */
  seatsOfUser: Map<string, number>;
  usedPayments: Set<string>;
  expiries: ExpiryHeap;
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
  seatsOfUser: new Map(),
  usedPayments: new Set(),
  expiries: new ExpiryHeap(),
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

/** The row behind a token that is known to exist: a fact about an unknown one is a bug. */
export function holdOf(ledger: Ledger, token: string): HoldRow {
  const hold = ledger.holds.get(token);
  if (hold === undefined) throw new Error(`the ledger has no reservation ${token}`);
  return hold;
}
