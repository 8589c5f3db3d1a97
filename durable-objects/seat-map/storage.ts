import type { ShowtimeTerms } from "../../contracts/ledger.ts";
import { type SeatCode, seatCodes } from "../../contracts/seats.ts";
import init from "../../migrations/seat-map/0001_init.sql";
import endedSessions from "../../migrations/seat-map/0002_ended_sessions.sql";
import afterTheSale from "../../migrations/seat-map/0003_after_the_sale.sql";
import orders from "../../migrations/seat-map/0004_orders.sql";
import blocks from "../../migrations/seat-map/0005_blocks.sql";
import { isMigrated, type Migration, migrate } from "../migrate.ts";
import { SpentTickets } from "../spent-tickets.ts";
import { restoreEntry } from "./evolve-queue.ts";
import { changesOf } from "./facts.ts";
import { emptyLedger, type Fact, type HoldRow, type Ledger, labelOf, type WaitlistRow } from "./ledger.ts";
import { notePayments } from "./money.ts";
import {
  type BookingRecord,
  type EntryRecord,
  type ReservationRecord,
  type SeatRecord,
  toBooking,
  toHold,
  toSeat,
  toWaitlistRow,
  type WaitlistRecord,
} from "./records.ts";
import { countSeats } from "./seat-moves.ts";
import { entryKey } from "./tickets-of.ts";
import { writeFact } from "./write-fact.ts";

/** In the order in which they are applied. */
export const migrations: readonly Migration[] = [
  ["0001_init", init],
  ["0002_ended_sessions", endedSessions],
  ["0003_after_the_sale", afterTheSale],
  ["0004_orders", orders],
  ["0005_blocks", blocks],
];

export interface Loaded {
  ledger: Ledger;
  version: number;
  layoutVersion: number;
  projectedSeq: number;
}

/** A showtime's SQLite. It is the truth: `load` rebuilds everything that the object keeps in memory. */
export class SeatMapStorage {
  readonly #spentTickets = new SpentTickets();
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
    this.#loadHolds(ledger);
    this.#loadBookings(ledger);
    this.#loadQueueAndDoor(ledger);
    const last = this.#sql
      .exec<{ seq: number; at: number; version: number }>("SELECT seq, at, version FROM log ORDER BY seq DESC LIMIT 1")
      .toArray()[0];
    ledger.seq = last?.seq ?? 0;
    ledger.clock = last?.at ?? 0;
    // What came free before may still be wanted by whoever waits.
    ledger.freedSeq = ledger.seq;
    return { ledger, version: last?.version ?? 0, layoutVersion: show.layout_version, projectedSeq: show.projected_seq };
  }

  #loadSeats(ledger: Ledger): void {
    for (const row of this.#sql.exec<SeatRecord>("SELECT * FROM seat ORDER BY idx")) {
      const seat = toSeat(ledger.terms.showtimeId, row);
      if (seat.general) ledger.places.set(ledger.seats.length, row.status === seatCodes.AVAILABLE);
      ledger.seats.push(seat);
      ledger.status.push(row.status);
      ledger.owner.push(row.owner);
      ledger.labels.add(labelOf(seat));
      if (row.status === seatCodes.AVAILABLE) ledger.freeSeats++;
    }
  }

  #loadHolds(ledger: Ledger): void {
    for (const row of this.#sql.exec<ReservationRecord>(
      "SELECT * FROM reservation WHERE token IN (SELECT owner FROM seat WHERE owner IS NOT NULL)",
    )) {
      const hold = toHold(row);
      ledger.holds.set(hold.token, hold);
      if (hold.status === "ACTIVE") ledger.expiries.push(hold.token, hold.expiresAt);
    }
    // Whose a seat is, the seat says: a booking's seats need not be those that were held for it.
    for (const owner of ledger.owner) {
      const userId = owner === null ? undefined : ledger.holds.get(owner)?.userId;
      if (userId !== undefined) countSeats(ledger, userId, 1);
    }
  }

  #loadBookings(ledger: Ledger): void {
    for (const row of this.#sql.exec<BookingRecord>("SELECT * FROM booking ORDER BY created_at, id")) {
      const booking = toBooking(row);
      ledger.bookings.set(booking.id, booking);
      if (booking.pin !== null) ledger.pinned.add(booking.id);
      notePayments(ledger, booking);
    }
  }

  #loadQueueAndDoor(ledger: Ledger): void {
    for (const row of this.#sql.exec<WaitlistRecord>("SELECT * FROM waitlist WHERE status IN ('WAITING', 'OFFERED') ORDER BY place")) {
      restoreEntry(ledger, toWaitlistRow(row));
    }
    for (const row of this.#sql.exec<EntryRecord>("SELECT * FROM entry")) {
      const { booking_id: bookingId, idx: index, at, gate, admitted_by: by, scanned_at: scannedAt, seq } = row;
      ledger.entries.set(entryKey(bookingId, index), { bookingId, index, at, gate, by, scannedAt, seq });
    }
    for (const { id, token, at } of this.#sql.exec<{ id: string; token: string; at: number }>(
      "SELECT * FROM spent_admission ORDER BY at",
    )) {
      ledger.spentAdmissions.set(id, { token, at });
    }
  }

  /** A place in the queue that ended so long ago that it is no longer in memory. */
  findWaitlistRow(waitlistId: string): WaitlistRow | null {
    const row = this.#sql.exec<WaitlistRecord>("SELECT * FROM waitlist WHERE id = ?", waitlistId).toArray()[0];
    return row === undefined ? null : toWaitlistRow(row);
  }

  /** The places in the queue that D1 has not been told of since `seq`. */
  queueChangedSince(seq: number): WaitlistRow[] {
    return this.#sql.exec<WaitlistRecord>("SELECT * FROM waitlist WHERE seq > ?", seq).toArray().map(toWaitlistRow);
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

  /** Writes one fact, as `writeFact` does. `ledger`: as the commit leaves it. */
  write(ledger: Ledger, fact: Fact, version: number, idempotencyKey: string | null): void {
    writeFact(this.#sql, ledger, fact, version, idempotencyKey);
  }

  saveTerms(terms: ShowtimeTerms): void {
    this.#sql.exec("UPDATE showtime SET terms = ?", JSON.stringify(terms));
  }

  saveProjected(seq: number): void {
    this.#sql.exec("UPDATE showtime SET projected_seq = ? WHERE projected_seq < ?", seq, seq);
  }

  /** D1 is to be told everything anew. */
  forgetProjected(): void {
    this.#sql.exec("UPDATE showtime SET projected_seq = 0");
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

  /** Every entry that kept seats from sale, the oldest first. */
  blocks(): Extract<Fact, { op: "BLOCK" }>[] {
    const rows = this.#sql.exec<{ fact: string }>("SELECT fact FROM log WHERE op = 'BLOCK' AND fact IS NOT NULL ORDER BY seq");
    return [...rows].map(({ fact }) => JSON.parse(fact));
  }

  /**
   * The changes of each version after `version`, up to `last`, oldest first: seat index → the status that it had at the end of that version. Versions
   * rise with the log, so walking it backwards reads no more than what was missed and needs no index.
   */
  changesAfter(version: number, last: number): Map<number, Map<number, SeatCode>> {
    const byVersion = new Map<number, Map<number, SeatCode>>();
    const rows = this.#sql.exec<{ version: number; seats: string; becomes: SeatCode | null; fact: string | null }>(
      "SELECT version, seats, becomes, CASE op WHEN 'EXCHANGE' THEN fact END AS fact FROM log ORDER BY seq DESC",
    );
    for (const row of rows) {
      if (row.version <= version) break;
      if (row.version > last) continue;
      const changes = byVersion.get(row.version) ?? new Map<number, SeatCode>();
      // The latest entry of a version comes first here, and it counts.
      for (const [index, becomes] of changesIn(row)) if (!changes.has(index)) changes.set(index, becomes);
      if (changes.size > 0) byVersion.set(row.version, changes);
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
    return this.#spentTickets.spend(this.#sql, id, now);
  }

  keepEnded(sessionId: string, now: number): void {
    this.#sql.exec("INSERT INTO ended_session VALUES (?, ?) ON CONFLICT DO NOTHING", sessionId, now);
  }

  hasEnded(sessionId: string): boolean {
    return this.#sql.exec("SELECT 1 FROM ended_session WHERE id = ?", sessionId).toArray().length > 0;
  }

  /** Forgets answers, admissions and ended sessions from before `then`. */
  forgetBefore(then: number): void {
    this.#sql.exec("DELETE FROM idempotency WHERE at < ?", then);
    this.#sql.exec("DELETE FROM ended_session WHERE at < ?", then);
    this.#sql.exec("DELETE FROM spent_admission WHERE at < ?", then);
  }
}

function changesIn({ seats, becomes, fact }: { seats: string; becomes: SeatCode | null; fact: string | null }): [number, SeatCode][] {
  if (fact !== null) return changesOf(JSON.parse(fact));
  const indexes: number[] = becomes === null ? [] : JSON.parse(seats);
  return indexes.map((index) => [index, becomes ?? seatCodes.BLOCKED]);
}
