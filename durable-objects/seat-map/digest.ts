import type { BookingDigest, DigestPlace, LedgerDigest, LedgerSummary, ReservationDigest } from "../../contracts/ledger-digest.ts";
import { gateCountsOf } from "./door.ts";
import { type BookingRow, type HoldRow, type Ledger, seatIdAt } from "./ledger.ts";
import { type BookingRecord, type ReservationRecord, toBooking, toHold } from "./records.ts";

/** What the showtime comes to as a whole. `telling`: how D1 is told of it. */
export const summaryOf = (ledger: Ledger, telling: Pick<LedgerSummary, "told" | "late">): LedgerSummary => ({
  seq: ledger.seq,
  ...telling,
  seatsTotal: ledger.seats.length,
  seatsLeft: ledger.freeSeats,
  checkedIn: ledger.entries.size === 0 ? 0 : gateCountsOf(ledger).checkedIn,
  bookings: ledger.bookings.size,
});

/** A page of what lies on the disk, in the order of the ids, at most `limit` rows of each kind. What is newer than entry `told` is passed over. */
export function digestPage(
  sql: SqlStorage,
  showtimeId: string,
  { place, limit, told }: { place: DigestPlace; limit: number; told: number },
): Omit<LedgerDigest, "summary"> {
  const bookings = place.booking === null ? [] : bookingsAfter(sql, place.booking, limit);
  const reservations = place.reservation === null ? [] : reservationsAfter(sql, place.reservation, limit);
  const next: DigestPlace = {
    booking: bookings.length < limit ? null : (bookings.at(-1)?.id ?? null),
    reservation: reservations.length < limit ? null : (reservations.at(-1)?.token ?? null),
  };
  return {
    bookings: bookings.filter(({ seq }) => seq <= told).map((booking) => bookingDigest(showtimeId, booking)),
    reservations: reservations.filter(({ seq }) => seq <= told).map(reservationDigest),
    next: next.booking === null && next.reservation === null ? null : next,
  };
}

const bookingsAfter = (sql: SqlStorage, id: string, limit: number): BookingRow[] =>
  sql.exec<BookingRecord>("SELECT * FROM booking WHERE id > ? ORDER BY id LIMIT ?", id, limit).toArray().map(toBooking);

const reservationsAfter = (sql: SqlStorage, token: string, limit: number): HoldRow[] =>
  sql.exec<ReservationRecord>("SELECT * FROM reservation WHERE token > ? ORDER BY token LIMIT ?", token, limit).toArray().map(toHold);

const bookingDigest = (showtimeId: string, booking: BookingRow): BookingDigest => ({
  id: booking.id,
  seq: booking.seq,
  status: booking.status,
  amount: booking.amount,
  refundedAmount: booking.refundedAmount,
  transferredAmount: booking.transferredAmount,
  payments: JSON.stringify(booking.payments),
  seatIds: booking.seats.map(({ index }) => seatIdAt(showtimeId, index)),
});

const reservationDigest = ({ token, seq, status, price, expiresAt, bookingId }: HoldRow): ReservationDigest => ({
  token,
  seq,
  status,
  price,
  expiresAt,
  bookingId,
});
