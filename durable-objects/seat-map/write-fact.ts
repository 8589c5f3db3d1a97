import { seatCodes } from "../../contracts/seats.ts";
import { changesOf, indexesOf, isOfReservation } from "./facts.ts";
import { bookingIn, type Fact, holdOf, indexIn, type Ledger, type LedgerSeat } from "./ledger.ts";
import { packSeats } from "./records.ts";
import type { SeatMove } from "./seat-moves.ts";
import { entryKey } from "./tickets-of.ts";

/**
 * Writes one fact into the object's SQL, inside a transaction. `ledger` is in the state that the whole commit leaves: rows are written as they end up
 * there, seats move fact by fact. `version`: the delta by which watchers will hear of it. Every statement that moves a seat or ends a hold checks that
 * storage was where memory thought it was, and throws otherwise.
 */
export function writeFact(sql: SqlStorage, ledger: Ledger, fact: Fact, version: number, idempotencyKey: string | null): void {
  const changes = changesOf(fact);
  sql.exec(
    `INSERT INTO log (seq, version, at, op, seats, becomes, token, user_id, cause, idempotency_key, fact)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    fact.seq,
    version,
    fact.at,
    fact.op,
    JSON.stringify(indexesOf(fact)),
    fact.op === "EXCHANGE" ? null : (changes[0]?.[1] ?? null),
    isOfReservation(fact) ? fact.token : null,
    "userId" in fact ? fact.userId : "by" in fact ? fact.by : null,
    fact.op === "BLOCK" || fact.op === "CANCEL_SHOW" ? fact.reason : null,
    idempotencyKey,
    fact.op === "ADD" ? null : JSON.stringify(fact),
  );
  switch (fact.op) {
    case "ADD":
      insertSeats(sql, fact.added, fact.seq);
      return;
    case "BLOCK":
      moveSeats(sql, fact.seats, { from: seatCodes.AVAILABLE, fromOwner: null, to: seatCodes.BLOCKED, owner: null });
      return;
    case "UNBLOCK":
      moveSeats(sql, fact.seats, { from: seatCodes.BLOCKED, fromOwner: null, to: seatCodes.AVAILABLE, owner: null });
      return;
    case "HOLD":
      insertHold(sql, fact);
      moveSeats(sql, fact.seats, { from: seatCodes.AVAILABLE, fromOwner: null, to: seatCodes.LOCKED, owner: fact.token });
      writeOffer(sql, ledger, fact.token);
      return;
    case "EXTEND":
      sql.exec("UPDATE reservation SET expires_at = ?, paying = 1, seq = ? WHERE token = ?", fact.expiresAt, fact.seq, fact.token);
      writeOffer(sql, ledger, fact.token);
      return;
    case "RELEASE":
    case "EXPIRE":
      endHold(sql, fact, fact.op === "RELEASE" ? "RELEASED" : "EXPIRED", null);
      moveSeats(sql, fact.seats, { from: seatCodes.LOCKED, fromOwner: fact.token, to: seatCodes.AVAILABLE, owner: null });
      if (fact.op === "RELEASE") sql.exec("DELETE FROM spent_admission WHERE token = ?", fact.token);
      writeOffer(sql, ledger, fact.token);
      return;
    case "CONFIRM":
      endHold(sql, fact, "CONFIRMED", fact.bookingId);
      moveSeats(sql, fact.seats, { from: seatCodes.LOCKED, fromOwner: fact.token, to: seatCodes.BOOKED, owner: fact.token });
      writeBooking(sql, ledger, fact.bookingId);
      writeOffer(sql, ledger, fact.token);
      return;
    case "EXCHANGE": {
      const { token } = bookingIn(ledger, fact.bookingId);
      endHold(sql, fact, "CONFIRMED", fact.bookingId);
      moveSeats(sql, fact.freed, { from: seatCodes.BOOKED, fromOwner: token, to: seatCodes.AVAILABLE, owner: null });
      moveSeats(sql, fact.seats, { from: seatCodes.LOCKED, fromOwner: fact.token, to: seatCodes.BOOKED, owner: token });
      writeBooking(sql, ledger, fact.bookingId);
      return;
    }
    case "CANCEL":
    case "DEPART":
      moveSeats(sql, fact.seats, { from: seatCodes.BOOKED, fromOwner: fact.token, to: seatCodes.AVAILABLE, owner: null });
      writeBooking(sql, ledger, fact.bookingId);
      return;
    case "REFUND":
    case "PIN":
    case "UNPIN":
      writeBooking(sql, ledger, fact.bookingId);
      return;
    case "WAIT":
    case "LEAVE":
      writeEntryOfQueue(sql, ledger, fact.waitlistId);
      return;
    case "CHECK_IN":
      insertEntries(sql, ledger, fact);
      return;
    case "TERMS":
      sql.exec("UPDATE showtime SET terms = ?", JSON.stringify(ledger.terms));
      if (fact.change.tiers === undefined) return;
      for (const [index, { price }] of ledger.seats.entries())
        sql.exec("UPDATE seat SET price = ?1 WHERE idx = ?2 AND price <> ?1", price, index);
      sql.exec("UPDATE showtime SET layout_version = layout_version + 1");
      return;
    case "CANCEL_SHOW":
      sql.exec("UPDATE showtime SET terms = ?", JSON.stringify(ledger.terms));
      return;
  }
}

type FactOf<Op extends Fact["op"]> = Extract<Fact, { op: Op }>;

function insertSeats(sql: SqlStorage, added: readonly LedgerSeat[], seq: number): void {
  for (const seat of added) {
    sql.exec(
      "INSERT INTO seat (idx, seat_number, section, row, tier, price, x, y, accessible, general, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      indexIn(seat.id),
      seat.seatNumber,
      seat.section,
      seat.row,
      seat.tier,
      seat.price,
      seat.x,
      seat.y,
      seat.accessible ? 1 : 0,
      seat.general ? 1 : 0,
      JSON.stringify(seat.metadata),
    );
  }
  sql.exec("UPDATE showtime SET layout_version = layout_version + 1 WHERE ? > 1", seq);
}

function insertHold(sql: SqlStorage, fact: FactOf<"HOLD">): void {
  sql.exec(
    `INSERT INTO reservation (token, user_id, status, seats, price, created_at, expires_at, pricing, exchange, waitlist_id, admission_id, seq)
     VALUES (?, ?, 'ACTIVE', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    fact.token,
    fact.userId,
    packSeats(fact.seats),
    fact.price,
    fact.at,
    fact.expiresAt,
    fact.pricing ? JSON.stringify(fact.pricing) : null,
    fact.exchange ? JSON.stringify(fact.exchange) : null,
    fact.waitlistId ?? null,
    fact.admissionId ?? null,
    fact.seq,
  );
  if (fact.admissionId) sql.exec("INSERT INTO spent_admission (id, token, at) VALUES (?, ?, ?)", fact.admissionId, fact.token, fact.at);
}

function endHold(sql: SqlStorage, { token, seq }: { token: string; seq: number }, status: string, bookingId: string | null): void {
  const { rowsWritten } = sql.exec(
    "UPDATE reservation SET status = ?, booking_id = ?, seq = ? WHERE token = ? AND status = 'ACTIVE'",
    status,
    bookingId,
    seq,
    token,
  );
  if (rowsWritten === 0) throw new Error(`storage does not have ${token} as active`);
}

function moveSeats(sql: SqlStorage, seats: readonly { index: number }[], { from, fromOwner, to, owner }: SeatMove): void {
  for (const { index } of seats) {
    const { rowsWritten } = sql.exec(
      "UPDATE seat SET status = ?, owner = ? WHERE idx = ? AND status = ? AND owner IS ?",
      to,
      owner,
      index,
      from,
      fromOwner,
    );
    if (rowsWritten !== 1) throw new Error(`storage does not have seat ${index} as ${from} of ${fromOwner}`);
  }
}

function writeBooking(sql: SqlStorage, ledger: Ledger, bookingId: string): void {
  const booking = bookingIn(ledger, bookingId);
  sql.exec(
    `INSERT INTO booking (id, token, user_id, status, seats, cancelled, amount, payment_id, order_id, discount, payments, refunds, cause,
       refunded_amount, carried_amount, transferred_amount, exchanged_from, exchanged_to, pin_token, pin_until, created_at, updated_at, seq)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, seats = excluded.seats, cancelled = excluded.cancelled, amount = excluded.amount,
       payment_id = excluded.payment_id, payments = excluded.payments, refunds = excluded.refunds, cause = excluded.cause,
       refunded_amount = excluded.refunded_amount, transferred_amount = excluded.transferred_amount, exchanged_to = excluded.exchanged_to,
       pin_token = excluded.pin_token, pin_until = excluded.pin_until, updated_at = excluded.updated_at, seq = excluded.seq`,
    booking.id,
    booking.token,
    booking.userId,
    booking.status,
    packSeats(booking.seats),
    packSeats(booking.cancelled),
    booking.amount,
    booking.paymentId,
    booking.order,
    booking.discount && JSON.stringify(booking.discount),
    JSON.stringify(booking.payments),
    JSON.stringify(booking.refunds),
    booking.cause,
    booking.refundedAmount,
    booking.carriedAmount,
    booking.transferredAmount,
    booking.exchangedFrom,
    booking.exchangedTo,
    booking.pin?.token ?? null,
    booking.pin?.until ?? null,
    booking.createdAt,
    booking.updatedAt,
    booking.seq,
  );
}

/** What a hold means for the place in the queue that its seats were offered to. */
function writeOffer(sql: SqlStorage, ledger: Ledger, token: string): void {
  const { waitlistId } = holdOf(ledger, token);
  if (waitlistId !== null) writeEntryOfQueue(sql, ledger, waitlistId);
}

function writeEntryOfQueue(sql: SqlStorage, { waitlist }: Ledger, waitlistId: string): void {
  const entry = waitlist.get(waitlistId);
  if (entry === undefined) throw new Error(`the queue has no place ${waitlistId}`);
  sql.exec(
    `INSERT INTO waitlist (id, place, user_id, quantity, tier, adjacent, status, token, offer_expires_at, created_at, updated_at, seq)
     VALUES (?, (SELECT ifnull(max(place), 0) + 1 FROM waitlist), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, token = excluded.token, offer_expires_at = excluded.offer_expires_at,
       updated_at = excluded.updated_at, seq = excluded.seq`,
    entry.id,
    entry.userId,
    entry.quantity,
    entry.tier,
    entry.adjacent === null ? null : entry.adjacent ? 1 : 0,
    entry.status,
    entry.token,
    entry.offerExpiresAt,
    entry.createdAt,
    entry.updatedAt,
    entry.seq,
  );
}

function insertEntries(sql: SqlStorage, { entries }: Ledger, { bookingId, seats }: FactOf<"CHECK_IN">): void {
  for (const { index } of seats) {
    const entry = entries.get(entryKey(bookingId, index));
    if (entry === undefined) throw new Error(`nobody came in on ${bookingId} to seat ${index}`);
    const { at, gate, by, scannedAt, seq } = entry;
    sql.exec(
      "INSERT INTO entry (booking_id, idx, at, gate, admitted_by, scanned_at, seq) VALUES (?, ?, ?, ?, ?, ?, ?)",
      bookingId,
      index,
      at,
      gate,
      by,
      scannedAt,
      seq,
    );
  }
}
