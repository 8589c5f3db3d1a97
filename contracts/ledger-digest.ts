import type { BookingStatus, ReservationStatus } from "./bookings.ts";
import type { Outcome } from "./ledger.ts";

/** What a showtime's object says of itself to whoever compares it with D1: rows as D1 must have them, each with the log entry that made it. */

/** A booking. `seatIds`: those that it has now; `payments`: as JSON. Amounts in minor units. */
export interface BookingDigest {
  id: string;
  seq: number;
  status: BookingStatus;
  amount: number;
  refundedAmount: number;
  transferredAmount: number;
  payments: string;
  seatIds: string[];
}

export interface ReservationDigest {
  token: string;
  seq: number;
  status: ReservationStatus;
  price: number;
  expiresAt: number;
  bookingId: string | null;
}

/**
 * The showtime as a whole. `told`: up to which entry of the log, of `seq`, D1 has been told; `late`: what had happened when it was asked has not reached D1 within
 * seconds. `bookings`: how many there have ever been.
 */
export interface LedgerSummary {
  seq: number;
  told: number;
  late: boolean;
  seatsTotal: number;
  seatsLeft: number;
  checkedIn: number;
  bookings: number;
}

/** How far a walk through the rows has come: the last id of each kind; null: all of this kind were shown. */
export interface DigestPlace {
  booking: string | null;
  reservation: string | null;
}

export const digestStart: DigestPlace = { booking: "", reservation: "" };

/** `next`: where to go on, null at the end. Rows that D1 has not been told of are left out. */
export interface LedgerDigest {
  summary: LedgerSummary;
  bookings: BookingDigest[];
  reservations: ReservationDigest[];
  next: DigestPlace | null;
}

export interface LedgerDigests {
  /** A page of what D1 must have by now. Waits a moment for what is being told. SHOWTIME_NOT_FOUND. */
  digest(page: { place: DigestPlace; limit: number }): Promise<Outcome<LedgerDigest>>;
  /** Those of these bookings that this showtime has never had. SHOWTIME_NOT_FOUND. */
  unknownBookings(ids: string[]): Promise<Outcome<{ ids: string[] }>>;
  /**
   * Has D1 told everything anew, from the first entry of the log on, and waits for that at most `patienceMs`: `told` says whether D1 knows all. What a crash
   * cuts off goes on by itself. Nothing is deleted, and no newer row is overwritten. SHOWTIME_NOT_FOUND.
   */
  retell(input: { patienceMs: number }): Promise<Outcome<{ told: boolean }>>;
}
