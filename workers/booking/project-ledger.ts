import type { Booking, Reservation } from "../../contracts/bookings.ts";
import { notePaymentsBooked } from "../payments/note-booked.ts";

/** What a showtime's object tells D1 of itself: rows with the log entry that made them, so that an older telling never undoes a newer one. */
export interface LedgerProjection {
  appId: string;
  showtimeId: string;
  seq: number;
  seatsTotal: number;
  seatsLeft: number;
  reservations: { seq: number; reservation: Reservation }[];
  bookings: { seq: number; booking: Booking }[];
}

/** Writes a projection into D1 in one transaction. Repeating it, or telling an older one late, changes nothing. */
export async function projectLedger(db: D1Database, projection: LedgerProjection): Promise<void> {
  const { appId, showtimeId, seq, seatsTotal, seatsLeft } = projection;
  const reservations = JSON.stringify(
    projection.reservations.map(({ seq, reservation }) => ({
      ...reservation,
      seq,
      at: Date.parse(reservation.createdAt),
      until: Date.parse(reservation.expiresAt),
    })),
  );
  const bookings = JSON.stringify(projection.bookings.map(({ seq, booking }) => ({ ...booking, seq, at: Date.parse(booking.createdAt) })));
  await db.batch([
    db.prepare(upsertReservations).bind(reservations, appId),
    ...(projection.bookings.length > 0
      ? [upsertBookings, insertBookingSeats, notePaymentsBooked].map((statement) => db.prepare(statement).bind(bookings, appId))
      : []),
    db
      .prepare("UPDATE showtimes SET seats_total = ?, seats_left = ?, ledger_seq = ? WHERE id = ? AND app_id = ? AND ledger_seq < ?")
      .bind(seatsTotal, seatsLeft, seq, showtimeId, appId, seq),
  ]);
}

const field = (name: string): string => `json_extract(value, '$.${name}')`;

const upsertReservations = `
  INSERT INTO reservations (token, app_id, showtime_id, user_id, status, seats, price, currency, expires_at, booking_id, created_at, ledger_seq)
  SELECT ${field("reservationToken")}, ?2, ${field("showtimeId")}, ${field("userId")}, ${field("status")}, ${field("seats")}, ${field("price")},
    ${field("currency")}, ${field("until")}, ${field("bookingId")}, ${field("at")}, ${field("seq")}
  FROM json_each(?1) WHERE true
  ON CONFLICT (token) DO UPDATE SET status = excluded.status, expires_at = excluded.expires_at, booking_id = excluded.booking_id,
    ledger_seq = excluded.ledger_seq
  WHERE excluded.ledger_seq > reservations.ledger_seq`;

const upsertBookings = `
  INSERT INTO bookings (id, app_id, showtime_id, user_id, reservation_token, status, seats, amount, currency, payment_id, payment_status,
    created_at, updated_at, ledger_seq)
  SELECT ${field("bookingId")}, ?2, ${field("showtimeId")}, ${field("userId")}, ${field("reservationToken")}, ${field("status")},
    ${field("seats")}, ${field("amount")}, ${field("currency")}, ${field("paymentId")}, ${field("paymentStatus")}, ${field("at")}, ${field("at")}, ${field("seq")}
  FROM json_each(?1) WHERE true
  ON CONFLICT (id) DO UPDATE SET status = excluded.status, seats = excluded.seats, payment_status = excluded.payment_status,
    updated_at = excluded.updated_at, ledger_seq = excluded.ledger_seq
  WHERE excluded.ledger_seq > bookings.ledger_seq`;

/** A seat that another booking has makes the whole projection fail, and loudly: the object would have sold it twice. */
const insertBookingSeats = `
  INSERT INTO booking_seats (app_id, showtime_id, seat_id, booking_id)
  SELECT ?2, json_extract(booking.value, '$.showtimeId'), json_extract(seat.value, '$.id'), json_extract(booking.value, '$.bookingId')
  FROM json_each(?1) AS booking, json_each(booking.value, '$.seats') AS seat
  WHERE NOT EXISTS (
    SELECT 1 FROM booking_seats AS known
    WHERE known.app_id = ?2 AND known.showtime_id = json_extract(booking.value, '$.showtimeId')
      AND known.seat_id = json_extract(seat.value, '$.id') AND known.booking_id = json_extract(booking.value, '$.bookingId'))`;
