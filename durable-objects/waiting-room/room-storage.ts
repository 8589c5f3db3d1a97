import type { WaitingRoomTerms } from "../../contracts/waiting-room.ts";
import init from "../../migrations/waiting-room/0001_init.sql";
import { isMigrated, migrate } from "../migrate.ts";
import { Queue } from "./queue.ts";

/** A pass that somebody was given, and until when it is good, in ms. */
export interface Pass {
  id: string;
  until: number;
}

export interface LoadedRoom {
  terms: WaitingRoomTerms;
  queue: Queue;
  passes: Map<string, Pass>;
}

/** A waiting room's SQLite: the truth of who has which place. */
export class RoomStorage {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
  }

  create(terms: WaitingRoomTerms): LoadedRoom {
    migrate(this.#storage, [["0001_init", init]]);
    this.#sql.exec("INSERT INTO room (id, terms) VALUES (1, ?)", JSON.stringify(terms));
    return { terms, queue: new Queue(), passes: new Map() };
  }

  /** The room as it was left, or null if nobody ever came. */
  load(now: number): LoadedRoom | null {
    if (!isMigrated(this.#storage)) return null;
    const room = this.#sql.exec<{ terms: string; opened: number; admitted: number }>("SELECT * FROM room").toArray()[0];
    if (room === undefined) return null;
    const names = (where: string) =>
      this.#sql.exec<{ user_id: string; place: number | null }>(`SELECT user_id, place FROM person WHERE ${where}`).toArray();
    const ordered: string[] = [];
    // A place whose person has come back to the end is nobody's, and has had its turn.
    for (const { user_id, place } of names("place IS NOT NULL ORDER BY place")) {
      while (ordered.length < (place ?? 0)) ordered.push("");
      ordered.push(user_id);
    }
    const early = names("place IS NULL").map(({ user_id }) => user_id);
    const passes = new Map<string, Pass>();
    for (const row of this.#sql.exec<{ user_id: string; pass_id: string; pass_until: number }>(
      "SELECT user_id, pass_id, pass_until FROM person WHERE pass_until > ?",
      now,
    )) {
      passes.set(row.user_id, { id: row.pass_id, until: row.pass_until });
    }
    const queue = Queue.restored({ opened: room.opened === 1, admitted: room.admitted, early, ordered });
    return { terms: JSON.parse(room.terms), queue, passes };
  }

  saveTerms(terms: WaitingRoomTerms): void {
    this.#sql.exec("UPDATE room SET terms = ?", JSON.stringify(terms));
  }

  saveJoined(userId: string, place: number | null, now: number): void {
    this.#sql.exec(
      `INSERT INTO person (user_id, joined_at, place) VALUES (?, ?, ?)
       ON CONFLICT (user_id) DO UPDATE SET joined_at = excluded.joined_at, place = excluded.place, pass_id = NULL, pass_until = NULL`,
      userId,
      now,
      place,
    );
  }

  /** The draw, whole or not at all: whoever comes back after a crash finds the places that were told. */
  saveOpened(drawn: readonly string[]): void {
    this.#storage.transactionSync(() => {
      for (const [place, userId] of drawn.entries()) this.#sql.exec("UPDATE person SET place = ? WHERE user_id = ?", place, userId);
      this.#sql.exec("UPDATE room SET opened = 1");
    });
  }

  /** Who had their turn, and the passes that they were given. */
  saveAdmitted(admitted: number, passes: readonly (readonly [userId: string, pass: Pass])[]): void {
    this.#storage.transactionSync(() => {
      for (const [userId, { id, until }] of passes) {
        this.#sql.exec("UPDATE person SET pass_id = ?, pass_until = ? WHERE user_id = ?", id, until, userId);
      }
      this.#sql.exec("UPDATE room SET admitted = ?", admitted);
    });
  }

  /** Spends a one-time ticket. False if it was spent before. */
  spendTicket(id: string, now: number): boolean {
    this.#sql.exec("DELETE FROM spent_ticket WHERE at < ?", now - 3_600_000);
    return this.#sql.exec("INSERT INTO spent_ticket VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id", id, now).toArray().length > 0;
  }
}
