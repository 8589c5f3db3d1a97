import type { BookingDigest, LedgerSummary, ReservationDigest } from "../../contracts/ledger-digest.ts";
import type { FindingKind } from "./finding.ts";

/** A row of D1 that is not as its showtime's object says. `known`: the entry of the log that D1 has it by, or null. */
export interface Difference {
  kind: FindingKind;
  subject: string;
  known: number | null;
  detail: string;
}

export interface Whose {
  appId: string;
  showtimeId: string;
}

const told = (name: string): string => `json_extract(told.value, '$.${name}')`;

/** The first difference that there is decides the kind: a row that is not there, one that knows more than the object, one that knows something else. */
const kindOf = (seatsDiffer: string): string => `
  CASE WHEN known.ledger_seq IS NULL THEN 'MISSING_IN_D1'
    WHEN known.ledger_seq > ${told("seq")} THEN 'AHEAD_OF_OBJECT'
    WHEN known.ledger_seq = ${told("seq")} AND ${seatsDiffer} THEN 'SEATS_DIFFER'
    ELSE 'STALE_IN_D1' END AS kind`;

const detail = `known.ledger_seq AS known, 'D1: ' || ifnull('entry ' || known.ledger_seq, 'nothing') || ', object: entry ' || ${told("seq")} AS detail`;

/** The seats are those of the booking, all of them and no others: what keeps a seat from being sold twice. */
const seatsDiffer = `
  ((SELECT count(*) FROM booking_seats WHERE booking_id = known.id) <> json_array_length(told.value, '$.seatIds')
    OR EXISTS (SELECT 1 FROM json_each(told.value, '$.seatIds') AS seat WHERE NOT EXISTS (
      SELECT 1 FROM booking_seats AS has WHERE has.app_id = ?2 AND has.showtime_id = ?3 AND has.seat_id = seat.value AND has.booking_id = known.id)))`;

/** ?1: the bookings that the object tells, as JSON; ?2: app; ?3: showtime. Each is found by its id. */
const differingBookings = `
  SELECT ${told("id")} AS subject, ${kindOf(seatsDiffer)}, ${detail}
  FROM json_each(?1) AS told LEFT JOIN bookings AS known ON known.id = ${told("id")}
  WHERE known.id IS NULL OR known.app_id <> ?2 OR known.showtime_id <> ?3 OR known.ledger_seq <> ${told("seq")}
    OR known.status <> ${told("status")} OR known.amount <> ${told("amount")} OR known.refunded_amount <> ${told("refundedAmount")}
    OR known.transferred_amount <> ${told("transferredAmount")} OR known.payments <> ${told("payments")} OR ${seatsDiffer}`;

const differingReservations = `
  SELECT ${told("token")} AS subject, ${kindOf("0")}, ${detail}
  FROM json_each(?1) AS told LEFT JOIN reservations AS known ON known.token = ${told("token")}
  WHERE known.token IS NULL OR known.app_id <> ?2 OR known.showtime_id <> ?3 OR known.ledger_seq <> ${told("seq")}
    OR known.status <> ${told("status")} OR known.price <> ${told("price")} OR known.expires_at <> ${told("expiresAt")}
    OR known.booking_id IS NOT ${told("bookingId")}`;

/** The rows among these that D1 has not as the object tells them. */
export async function differingRows(
  db: D1Database,
  { appId, showtimeId }: Whose,
  rows: { bookings: readonly BookingDigest[]; reservations: readonly ReservationDigest[] },
): Promise<Difference[]> {
  const ask = (statement: string, list: readonly object[]) =>
    list.length === 0 ? [] : [db.prepare(statement).bind(JSON.stringify(list), appId, showtimeId)];
  const statements = [...ask(differingBookings, rows.bookings), ...ask(differingReservations, rows.reservations)];
  if (statements.length === 0) return [];
  return (await db.batch<Difference>(statements)).flatMap(({ results }) => results);
}

interface Known {
  ledger_seq: number;
  seats_total: number;
  seats_left: number;
  checked_in: number;
  bookings: number;
}

/** How the showtime as a whole differs; `bookings`: how many of it D1 has. While it is being told of something its numbers say nothing. */
export async function differingShowtime(
  db: D1Database,
  { appId, showtimeId }: Whose,
  { seq, told, late, seatsTotal, seatsLeft, checkedIn }: LedgerSummary,
): Promise<{ differences: Difference[]; bookings: number }> {
  const known = await db
    .prepare(
      `SELECT ledger_seq, seats_total, seats_left, checked_in,
         (SELECT count(*) FROM bookings WHERE bookings.app_id = showtimes.app_id AND bookings.showtime_id = showtimes.id) AS bookings
       FROM showtimes WHERE id = ?1 AND app_id = ?2`,
    )
    .bind(showtimeId, appId)
    .first<Known>();
  if (known === null) return { differences: [], bookings: 0 };
  const { bookings, ledger_seq: entry } = known;
  const differs = (kind: FindingKind, text: string) => ({
    differences: [{ kind, subject: showtimeId, known: entry, detail: text }],
    bookings,
  });
  const entries = `D1: entry ${entry}, object: entry ${seq}`;
  if (entry > seq) return differs("AHEAD_OF_OBJECT", entries);
  if (late) return differs("NOT_TOLD", entries);
  if (told < seq) return { differences: [], bookings };
  if (entry < seq) return differs("STALE_IN_D1", entries);
  const ours = [known.seats_total, known.seats_left, known.checked_in];
  const theirs = [seatsTotal, seatsLeft, checkedIn];
  if (ours.join() === theirs.join()) return { differences: [], bookings };
  return differs("SEATS_DIFFER", `D1 has ${ours.join(" / ")}, the object ${theirs.join(" / ")} (seats, left, checked in)`);
}

/** A page of the ids of a showtime's bookings that D1 has. */
export async function bookingIdsAfter(db: D1Database, { appId, showtimeId }: Whose, after: string, limit: number): Promise<string[]> {
  const { results } = await db
    .prepare("SELECT id FROM bookings WHERE app_id = ? AND showtime_id = ? AND id > ? ORDER BY id LIMIT ?")
    .bind(appId, showtimeId, after, limit)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}
