import type { ReservationStatus } from "../../contracts/bookings.ts";
import type { ShowtimeTerms } from "../../contracts/ledger.ts";
import { type SeatCode, seatCodes } from "../../contracts/seats.ts";
import init from "../../migrations/seat-map/0001_init.sql";
import endedSessions from "../../migrations/seat-map/0002_ended_sessions.sql";
import { isMigrated, type Migration, migrate } from "../migrate.ts";
import { indexesOf, isOfReservation, statusAfter } from "./facts.ts";
import { emptyLedger, type Fact, type HoldRow, indexIn, type Ledger, labelOf } from "./ledger.ts";
import { type BookingRecord, packSeats, type ReservationRecord, type SeatRecord, toBooking, toHold, toSeat } from "./records.ts";

const migrations: readonly Migration[] = [
  ["0001_init", init],
  ["0002_ended_sessions", endedSessions],
];

export interface Loaded {
  ledger: Ledger;
  version: number;
  layoutVersion: number;
  projectedSeq: number;
}

/** A showtime's SQLite. It is the truth: `load` rebuilds everything that the object keeps in memory. */
export class SeatMapStorage {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
  }

  /** Sets up a showtime that sells by `terms`. */
  create(terms: ShowtimeTerms): Loaded {
    migrate(this.#storage, migrations);
    this.#sql.exec("INSERT INTO showtime (id, terms, layout_version) VALUES (1, ?, 1)", JSON.stringify(terms));
    return { ledger: emptyLedger(terms), version: 0, layoutVersion: 1, projectedSeq: 0 };
  }

  /** The showtime as it was left, or null if this object has never been opened. */
  load(): Loaded | null {
    if (!isMigrated(this.#storage)) return null;
    migrate(this.#storage, migrations);
    const show = this.#sql.exec<{ terms: string; layout_version: number; projected_seq: number }>("SELECT * FROM showtime").toArray()[0];
    if (show === undefined) return null;
    const terms: ShowtimeTerms = JSON.parse(show.terms);
    const ledger = emptyLedger(terms);
    this.#loadSeats(ledger);
    for (const row of this.#sql.exec<ReservationRecord>(
      "SELECT * FROM reservation WHERE token IN (SELECT owner FROM seat WHERE owner IS NOT NULL)",
    )) {
      restoreHold(ledger, toHold(row));
    }
    for (const row of this.#sql.exec<BookingRecord>("SELECT * FROM booking")) {
      const booking = toBooking(row);
      ledger.bookings.set(booking.id, booking);
      if (booking.paymentId !== null) ledger.usedPayments.add(booking.paymentId);
    }
    const last = this.#sql
      .exec<{ seq: number; at: number; version: number }>("SELECT seq, at, version FROM log ORDER BY seq DESC LIMIT 1")
      .toArray()[0];
    ledger.seq = last?.seq ?? 0;
    ledger.clock = last?.at ?? 0;
    return { ledger, version: last?.version ?? 0, layoutVersion: show.layout_version, projectedSeq: show.projected_seq };
  }

  #loadSeats(ledger: Ledger): void {
    for (const row of this.#sql.exec<SeatRecord>("SELECT * FROM seat ORDER BY idx")) {
      const seat = toSeat(ledger.terms.showtimeId, row);
      ledger.seats.push(seat);
      ledger.status.push(row.status);
      ledger.owner.push(row.owner);
      ledger.labels.add(labelOf(seat));
      if (row.status === seatCodes.AVAILABLE) ledger.freeSeats++;
    }
  }

  /** A reservation that ended so long ago that it is no longer in memory. */
  findHold(token: string): HoldRow | null {
    const row = this.#sql.exec<ReservationRecord>("SELECT * FROM reservation WHERE token = ?", token).toArray()[0];
    return row === undefined ? null : toHold(row);
  }

  /** Runs `work` as one commit: all of it is on disk, or none. */
  commit(work: () => void): void {
    this.#storage.transactionSync(work);
  }

  /**
   * Writes one fact. `version`: the delta by which watchers will hear of it.
   * Every statement checks that storage was where memory thought it was, and throws otherwise.
   */
  write(fact: Fact, version: number, idempotencyKey: string | null): void {
    const sql = this.#sql;
    const indexes = indexesOf(fact);
    sql.exec(
      "INSERT INTO log (seq, version, at, op, seats, becomes, token, user_id, cause, idempotency_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      fact.seq,
      version,
      fact.at,
      fact.op,
      JSON.stringify(indexes),
      statusAfter(fact),
      isOfReservation(fact) ? fact.token : null,
      isOfReservation(fact) ? fact.userId : "by" in fact ? fact.by : null,
      fact.op === "BLOCK" ? fact.reason : null,
      idempotencyKey,
    );
    switch (fact.op) {
      case "ADD":
        this.#insertSeats(fact);
        return;
      case "BLOCK":
        this.#moveSeats(indexes, seatCodes.AVAILABLE, null, seatCodes.BLOCKED, null);
        return;
      case "UNBLOCK":
        this.#moveSeats(indexes, seatCodes.BLOCKED, null, seatCodes.AVAILABLE, null);
        return;
      case "HOLD":
        sql.exec(
          "INSERT INTO reservation (token, user_id, status, seats, price, created_at, expires_at, seq) VALUES (?, ?, 'ACTIVE', ?, ?, ?, ?, ?)",
          fact.token,
          fact.userId,
          packSeats(fact.seats),
          fact.price,
          fact.at,
          fact.expiresAt,
          fact.seq,
        );
        this.#moveSeats(indexes, seatCodes.AVAILABLE, null, seatCodes.LOCKED, fact.token);
        return;
      case "EXTEND":
        sql.exec("UPDATE reservation SET expires_at = ?, paying = 1, seq = ? WHERE token = ?", fact.expiresAt, fact.seq, fact.token);
        return;
      case "RELEASE":
      case "EXPIRE":
        this.#endHold(fact.token, fact.op === "RELEASE" ? "RELEASED" : "EXPIRED", null, fact.seq);
        this.#moveSeats(indexes, seatCodes.LOCKED, fact.token, seatCodes.AVAILABLE, null);
        return;
      case "CONFIRM":
        this.#endHold(fact.token, "CONFIRMED", fact.bookingId, fact.seq);
        sql.exec(
          "INSERT INTO booking (id, token, user_id, status, seats, amount, payment_id, created_at, seq) VALUES (?, ?, ?, 'CONFIRMED', ?, ?, ?, ?, ?)",
          fact.bookingId,
          fact.token,
          fact.userId,
          packSeats(fact.seats),
          fact.price,
          fact.paymentId,
          fact.at,
          fact.seq,
        );
        this.#moveSeats(indexes, seatCodes.LOCKED, fact.token, seatCodes.BOOKED, fact.token);
        return;
    }
  }

  #insertSeats({ added, seq }: Extract<Fact, { op: "ADD" }>): void {
    for (const seat of added) {
      this.#sql.exec(
        "INSERT INTO seat (idx, seat_number, section, row, tier, price, x, y, accessible, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        indexIn(seat.id),
        seat.seatNumber,
        seat.section,
        seat.row,
        seat.tier,
        seat.price,
        seat.x,
        seat.y,
        seat.accessible ? 1 : 0,
        JSON.stringify(seat.metadata),
      );
    }
    this.#sql.exec("UPDATE showtime SET layout_version = layout_version + 1 WHERE ? > 1", seq);
  }

  #endHold(token: string, status: ReservationStatus, bookingId: string | null, seq: number): void {
    const { rowsWritten } = this.#sql.exec(
      "UPDATE reservation SET status = ?, booking_id = ?, seq = ? WHERE token = ? AND status = 'ACTIVE'",
      status,
      bookingId,
      seq,
      token,
    );
    if (rowsWritten === 0) throw new Error(`storage does not have ${token} as active`);
  }

  #moveSeats(indexes: number[], from: SeatCode, fromOwner: string | null, to: SeatCode, owner: string | null): void {
    for (const index of indexes) {
      const { rowsWritten } = this.#sql.exec(
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

  saveTerms(terms: ShowtimeTerms): void {
    this.#sql.exec("UPDATE showtime SET terms = ?", JSON.stringify(terms));
  }

  saveProjected(seq: number): void {
    this.#sql.exec("UPDATE showtime SET projected_seq = ? WHERE projected_seq < ?", seq, seq);
  }

  /** The reservations that D1 has not been told of since `seq`, oldest change first. */
  touchedSince(seq: number): { token: string; seq: number }[] {
    return this.#sql
      .exec<{ token: string; seq: number }>(
        "SELECT token, min(seq) AS seq FROM log WHERE seq > ? AND token IS NOT NULL GROUP BY token ORDER BY 2",
        seq,
      )
      .toArray();
  }

  /**
   * The changes of each version after `version`, oldest first: seat index → the status that it had at the end of that version. Versions rise with
   * the log, so walking it backwards reads no more than what was missed and needs no index.
   */
  changesAfter(version: number): Map<number, Map<number, SeatCode>> {
    const byVersion = new Map<number, Map<number, SeatCode>>();
    const rows = this.#sql.exec<{ version: number; seats: string; becomes: SeatCode | null }>(
      "SELECT version, seats, becomes FROM log ORDER BY seq DESC",
    );
    for (const row of rows) {
      if (row.version <= version) break;
      if (row.becomes === null) continue;
      const changes = byVersion.get(row.version) ?? new Map<number, SeatCode>();
      const indexes: number[] = JSON.parse(row.seats);
      // The latest entry of a version comes first here, and it counts.
      for (const index of indexes) if (!changes.has(index)) changes.set(index, row.becomes);
      byVersion.set(row.version, changes);
    }
    return new Map([...byVersion].reverse());
  }

  recallAnswer(key: string): { fingerprint: string; answer: string } | null {
    return (
      this.#sql
        .exec<{ fingerprint: string; answer: string }>("SELECT fingerprint, answer FROM idempotency WHERE key = ?", key)
        .toArray()[0] ?? null
    );
  }

  keepAnswer(key: string, fingerprint: string, answer: string, now: number): void {
    this.#sql.exec("INSERT INTO idempotency (key, fingerprint, answer, at) VALUES (?, ?, ?, ?)", key, fingerprint, answer, now);
  }

  /** Spends a one-time ticket. False if it was spent before. */
  spendTicket(id: string, now: number): boolean {
    return this.#sql.exec("INSERT INTO spent_ticket VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id", id, now).toArray().length > 0;
  }

  keepEnded(sessionId: string, now: number): void {
    this.#sql.exec("INSERT INTO ended_session VALUES (?, ?) ON CONFLICT DO NOTHING", sessionId, now);
  }

  hasEnded(sessionId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM ended_session WHERE id = ?", sessionId).toArray().length > 0;
  }

  /** Forgets answers, tickets and ended sessions from before `then`. */
  forgetBefore(then: number): void {
    this.#sql.exec("DELETE FROM idempotency WHERE at < ?", then);
    this.#sql.exec("DELETE FROM spent_ticket WHERE at < ?", then);
    this.#sql.exec("DELETE FROM ended_session WHERE at < ?", then);
  }
}

function restoreHold(ledger: Ledger, hold: HoldRow): void {
  ledger.holds.set(hold.token, hold);
  ledger.seatsOfUser.set(hold.userId, (ledger.seatsOfUser.get(hold.userId) ?? 0) + hold.seats.length);
  if (hold.status === "ACTIVE") ledger.expiries.push(hold.token, hold.expiresAt);
}
