import type { Booking, Reservation } from "../../contracts/bookings.ts";
import type { RefundLine } from "../../contracts/events.ts";
import type { WaitlistEntry } from "../../contracts/waitlist.ts";
import { notePaymentsBooked } from "../payments/note-booked.ts";
import { noteRefunds } from "../payments/note-refunds.ts";
import { field } from "../platform/json-field.ts";
import { waitingFact } from "../platform/outbox.ts";

/** What a showtime's object tells D1 of itself: rows with the log entry that made them, so that an older telling never undoes a newer one. */
export interface LedgerProjection {
  appId: string;
  showtimeId: string;
  seq: number;
  seatsTotal: number;
  seatsLeft: number;
  checkedIn: number;
  reservations: { seq: number; reservation: Reservation }[];
  /** `refunds`: all that were decided for the booking. */
  bookings: { seq: number; booking: Booking; refunds: RefundLine[] }[];
  /** Bookings that have changed and come in another telling, with the seats that they have now. */
  later: { bookingId: string; seatIds: string[] }[];
  waitlist: { seq: number; entry: WaitlistEntry }[];
}

/** D1 takes two megabytes in one value: of a large house that tells everything anew there is more. */
const rowsPerStatement = 2000;

/**
 * Writes a projection into D1 in one transaction. Repeating it, or telling an older one late, changes nothing; what is told again with the same entry is
 * written as told, so that a retelling mends rows that were spoilt. Answers whether facts wait to be sent: triggers note what webhooks are told of reservations.
 */
export async function projectLedger(db: D1Database, projection: LedgerProjection): Promise<{ factsWait: boolean }> {
  const { appId, showtimeId, seq, seatsTotal, seatsLeft, checkedIn } = projection;
  const told = (statements: readonly string[], rows: readonly object[]): D1PreparedStatement[] => {
    const parts = Array.from({ length: Math.ceil(rows.length / rowsPerStatement) }, (_, part) =>
      JSON.stringify(rows.slice(part * rowsPerStatement, (part + 1) * rowsPerStatement)),
    );
    return statements.flatMap((statement) => parts.map((json) => db.prepare(statement).bind(json, appId)));
  };
  const reservations = projection.reservations.map(({ seq, reservation }) => ({
    ...reservation,
    seq,
    at: Date.parse(reservation.createdAt),
    until: Date.parse(reservation.expiresAt),
  }));
  const bookings = projection.bookings.map(({ seq, booking }) => ({
    ...booking,
    seq,
    at: Date.parse(booking.createdAt),
    changedAt: Date.parse(booking.updatedAt),
  }));
  const refunds = projection.bookings.flatMap(({ booking, refunds }) => refunds.map((line) => ({ ...line, bookingId: booking.bookingId })));
  const waitlist = projection.waitlist.map(({ seq, entry }) => ({
    ...entry,
    seq,
    at: Date.parse(entry.createdAt),
    changedAt: Date.parse(entry.updatedAt),
    until: entry.offerExpiresAt === null ? null : Date.parse(entry.offerExpiresAt),
  }));
  const outcomes = await db.batch([
    ...told([upsertReservations], reservations),
    ...told([freeSeatsOfLater], projection.later),
    ...told([upsertBookings, deleteGivenUpSeats, insertBookingSeats, notePaymentsBooked], bookings),
    ...told(noteRefunds, refunds),
    ...told([upsertWaitlist], waitlist),
    db
      .prepare(
        "UPDATE showtimes SET seats_total = ?, seats_left = ?, checked_in = ?, ledger_seq = ? WHERE id = ? AND app_id = ? AND ledger_seq <= ?",
      )
      .bind(seatsTotal, seatsLeft, checkedIn, seq, showtimeId, appId, seq),
    waitingFact(db),
  ]);
  return { factsWait: (outcomes.at(-1)?.results.length ?? 0) > 0 };
}

const upsertReservations = `
  INSERT INTO reservations (token, app_id, showtime_id, user_id, status, seats, price, currency, expires_at, booking_id, created_at, ledger_seq,
    pricing, exchanges, waitlist_id)
  SELECT ${field("reservationToken")}, ?2, ${field("showtimeId")}, ${field("userId")}, ${field("status")}, ${field("seats")}, ${field("price")},
    ${field("currency")}, ${field("until")}, ${field("bookingId")}, ${field("at")}, ${field("seq")}, ${field("pricing")}, ${field("exchanges")},
    ${field("waitlistId")}
  FROM json_each(?1) WHERE true
  ON CONFLICT (token) DO UPDATE SET status = excluded.status, seats = excluded.seats, price = excluded.price, expires_at = excluded.expires_at,
    booking_id = excluded.booking_id, ledger_seq = excluded.ledger_seq
  WHERE excluded.ledger_seq >= reservations.ledger_seq`;

const upsertBookings = `
  INSERT INTO bookings (id, app_id, showtime_id, user_id, reservation_token, status, seats, cancelled_seats, amount, carried_amount, refunded_amount,
    transferred_amount, currency, payment_id, payments, payment_status, exchanged_from, exchanged_to, created_at, updated_at, ledger_seq)
  SELECT ${field("bookingId")}, ?2, ${field("showtimeId")}, ${field("userId")}, ${field("reservationToken")}, ${field("status")},
    ${field("seats")}, ${field("cancelledSeats")}, ${field("amount")}, ${field("carriedAmount")}, ${field("refundedAmount")},
    ${field("transferredAmount")}, ${field("currency")}, ${field("paymentId")}, ${field("payments")}, ${field("paymentStatus")},
    ${field("exchangedFrom")}, ${field("exchangedTo")}, ${field("at")}, ${field("changedAt")}, ${field("seq")}
  FROM json_each(?1) WHERE true
  ON CONFLICT (id) DO UPDATE SET status = excluded.status, seats = excluded.seats, cancelled_seats = excluded.cancelled_seats,
    amount = excluded.amount, carried_amount = excluded.carried_amount, refunded_amount = excluded.refunded_amount, transferred_amount = excluded.transferred_amount,
    payment_id = excluded.payment_id, payments = excluded.payments, payment_status = excluded.payment_status,
    exchanged_to = excluded.exchanged_to, updated_at = excluded.updated_at, ledger_seq = excluded.ledger_seq
  WHERE excluded.ledger_seq >= bookings.ledger_seq`;

/**
 * Bookings of this telling that D1 has as they are told: an older telling moves no seat. CROSS JOIN has SQLite go through the few that are told and
 * find each by its id; it would rather look through all bookings of the app, and for each of them through all that is told.
 */
const current = `
  json_each(?1) AS booking CROSS JOIN bookings AS known
    ON known.id = json_extract(booking.value, '$.bookingId') AND known.app_id = ?2 AND known.ledger_seq = json_extract(booking.value, '$.seq')`;

const freeSeatsOfLater = `
  DELETE FROM booking_seats WHERE app_id = ?2 AND (booking_id, seat_id) IN (
    SELECT had.booking_id, had.seat_id FROM json_each(?1) AS later JOIN booking_seats AS had ON had.booking_id = json_extract(later.value, '$.bookingId')
    WHERE had.seat_id NOT IN (SELECT value FROM json_each(later.value, '$.seatIds')))`;

/** Before any seat goes to a booking, those that bookings gave up are nobody's. */
const deleteGivenUpSeats = `
  DELETE FROM booking_seats WHERE app_id = ?2 AND (booking_id, seat_id) IN (
    SELECT had.booking_id, had.seat_id FROM ${current} JOIN booking_seats AS had ON had.booking_id = known.id
    WHERE had.seat_id NOT IN (SELECT json_extract(seat.value, '$.id') FROM json_each(booking.value, '$.seats') AS seat))`;

/** A seat that another booking has makes the whole projection fail, and loudly: the object would have sold it twice. */
const insertBookingSeats = `
  INSERT INTO booking_seats (app_id, showtime_id, seat_id, booking_id)
  SELECT ?2, known.showtime_id, json_extract(seat.value, '$.id'), known.id
  FROM ${current}, json_each(booking.value, '$.seats') AS seat
  WHERE NOT EXISTS (
    SELECT 1 FROM booking_seats AS has
    WHERE has.app_id = ?2 AND has.showtime_id = known.showtime_id AND has.seat_id = json_extract(seat.value, '$.id') AND has.booking_id = known.id)`;

const upsertWaitlist = `
  INSERT INTO waitlist_entries (id, app_id, showtime_id, user_id, quantity, tier, adjacent, status, reservation_token, offer_expires_at, created_at,
    updated_at, ledger_seq)
  SELECT ${field("id")}, ?2, ${field("showtimeId")}, ${field("userId")}, ${field("quantity")}, ${field("tier")}, ${field("adjacent")},
    ${field("status")}, ${field("reservationToken")}, ${field("until")}, ${field("at")}, ${field("changedAt")}, ${field("seq")}
  FROM json_each(?1) WHERE true
  ON CONFLICT (id) DO UPDATE SET status = excluded.status, reservation_token = excluded.reservation_token,
    offer_expires_at = excluded.offer_expires_at, updated_at = excluded.updated_at, ledger_seq = excluded.ledger_seq
  WHERE excluded.ledger_seq >= waitlist_entries.ledger_seq`;
