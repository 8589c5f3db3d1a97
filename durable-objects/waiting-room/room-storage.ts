import type { WaitingRoomTerms } from "../../contracts/waiting-room.ts";
import init from "../../migrations/waiting-room/0001_init.sql";
import { isMigrated, migrate } from "../migrate.ts";
import { SpentTickets } from "../spent-tickets.ts";
import type { Pace } from "./pace.ts";
import { Queue } from "./queue.ts";

/** A pass that somebody was given, and until when it is good, in ms. */
export interface Pass {
  id: string;
  until: number;
}

/** What of a room is on disk. */
export interface Room {
  terms: WaitingRoomTerms;
  queue: Queue;
  /** In the order in which they run out; also of those that have, until somebody looks. */
  passes: Map<string, Pass>;
  pace: Pace;
}

/** One value of SQLite holds at most 2 MB: so many names of 30 bytes stay well below. */
const placesPerStatement = 20_000;

/** A waiting room's SQLite: the truth of who has which place. */
export class RoomStorage {
  readonly #spentTickets = new SpentTickets();
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
  }

  create(terms: WaitingRoomTerms): Room {
    migrate(this.#storage, [["0001_init", init]]);
    this.#sql.exec("INSERT INTO room (id, terms) VALUES (1, ?)", JSON.stringify(terms));
    return { terms, queue: new Queue(), passes: new Map(), pace: { credit: 0, at: 0, rate: terms.admitPerSecond } };
  }

  /** The room as it was left, or null if nobody ever came. */
  load(): Room | null {
    if (!isMigrated(this.#storage)) return null;
    const row = this.#sql
      .exec<{ terms: string; opened: number; admitted: number; credit: number; counted_at: number }>("SELECT * FROM room")
      .toArray()[0];
    if (row === undefined) return null;
    const terms: WaitingRoomTerms = JSON.parse(row.terms);
    const names = (where: string, ...values: number[]) =>
      this.#sql
        .exec<{ user_id: string }>(`SELECT user_id FROM person WHERE ${where}`, ...values)
        .toArray()
        .map(({ user_id }) => user_id);
    const queue = Queue.restored({
      opened: row.opened === 1,
      admitted: row.admitted,
      early: names("place IS NULL"),
      line: names("place >= ? ORDER BY place", row.admitted),
    });
    const passes = this.#sql.exec<{ user_id: string; pass_id: string; pass_until: number }>(
      "SELECT user_id, pass_id, pass_until FROM person WHERE pass_until IS NOT NULL ORDER BY pass_until",
    );
    return {
      terms,
      queue,
      passes: new Map([...passes].map((pass) => [pass.user_id, { id: pass.pass_id, until: pass.pass_until }])),
      pace: { credit: row.credit, at: row.counted_at, rate: terms.admitPerSecond },
    };
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
  saveOpened(drawn: readonly string[], { credit, at }: Pace): void {
    this.#storage.transactionSync(() => {
      for (let from = 0; from < drawn.length; from += placesPerStatement) {
        this.#sql.exec(
          "UPDATE person SET place = drawn.key + ? FROM json_each(?) AS drawn WHERE person.user_id = drawn.value",
          from,
          JSON.stringify(drawn.slice(from, from + placesPerStatement)),
        );
      }
      this.#sql.exec("UPDATE room SET opened = 1, credit = ?, counted_at = ?", credit, at);
    });
  }

  /** Who had their turn, and the passes that they were given. */
  saveAdmitted(admitted: number, passes: readonly (readonly [userId: string, pass: Pass])[], { credit, at }: Pace): void {
    this.#storage.transactionSync(() => {
      for (const [userId, { id, until }] of passes) {
        this.#sql.exec("UPDATE person SET pass_id = ?, pass_until = ? WHERE user_id = ?", id, until, userId);
      }
      this.#sql.exec("UPDATE room SET admitted = ?, credit = ?, counted_at = ?", admitted, credit, at);
    });
  }

  /** Whoever let their pass run out is as one who never came. */
  forgetPasses(now: number): void {
    this.#sql.exec("DELETE FROM person WHERE pass_until <= ?", now);
  }

  /** Spends a one-time ticket. False if it was spent before. */
  spendTicket(id: string, now: number): boolean {
    return this.#spentTickets.spend(this.#sql, id, now);
  }

  /** The sale is over: nothing of the room need be known any more. */
  async erase(): Promise<void> {
    await this.#storage.deleteAlarm();
    await this.#storage.deleteAll();
  }
}
