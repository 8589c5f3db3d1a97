import type { SocketPlace } from "../../contracts/inbox.ts";
import { limits } from "../../contracts/limits.ts";
import init from "../../migrations/inbox/0001_init.sql";
import morePlaces from "../../migrations/inbox/0002_more_places.sql";
import { isMigrated, type Migration, migrate } from "../migrate.ts";

const migrations: readonly Migration[] = [
  ["0001_init", init],
  ["0002_more_places", morePlaces],
];
const batchMax = 100;
const retryMs = { first: 1000, most: 60_000 };

/** A socket may hold seats for so long; afterwards nobody needs to be told of its session. */
const authorityMs = limits.socketHoldHours * 3_600_000;

/** `endsAt` null: nobody has asked the database yet. */
export interface DueSocket extends SocketPlace {
  endsAt: number | null;
}

type SocketRow = { id: string; kind: SocketPlace["kind"]; app_id: string; place_id: string; session_id: string; ends_at: number | null };

/** The list of one user's signed-in sockets, in the object's SQLite. A user who never had one leaves no database behind. */
export class Sockets {
  readonly #storage: DurableObjectStorage;
  #isSetUp: boolean;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#isSetUp = isMigrated(storage);
    if (this.#isSetUp) migrate(storage, migrations);
  }

  /** False if there are as many as there may be. */
  add({ socketId, kind, appId, placeId, sessionId }: SocketPlace, now: number): boolean {
    if (!this.#isSetUp) migrate(this.#storage, migrations);
    this.#isSetUp = true;
    const sql = this.#storage.sql;
    if (sql.exec<{ n: number }>("SELECT count(*) AS n FROM socket").one().n >= limits.socketPlacesPerUserMax) return false;
    sql.exec(
      "INSERT INTO socket (id, kind, app_id, place_id, session_id, opened_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      socketId,
      kind,
      appId,
      placeId,
      sessionId,
      now,
      now,
    );
    return true;
  }

  remove(socketIds: readonly string[]): void {
    this.#exec("DELETE FROM socket WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(socketIds));
  }

  /** Their places are to be told at once, also those that are being told of something else. */
  sessionsEnded(sessionIds: readonly string[], now: number): void {
    this.#exec(
      "UPDATE socket SET ends_at = ?1, due_at = ?1, attempts = 0 WHERE session_id IN (SELECT value FROM json_each(?2))",
      now,
      JSON.stringify(sessionIds),
    );
  }

  /** What the database said of a session. Never undoes what `sessionsEnded` said meanwhile. */
  endsKnown(sessionId: string, endsAt: number, now: number): void {
    this.#exec(
      `UPDATE socket SET ends_at = ?1, due_at = max(?3, min(?1, opened_at + ${authorityMs})), attempts = 0 WHERE session_id = ?2 AND ends_at IS NULL`,
      endsAt,
      sessionId,
      now,
    );
  }

  /** A batch of what is due. What becomes of it is open, so it is due again after a while: 1 s, 2 s, … 60 s, with jitter. */
  takeDue(now: number): DueSocket[] {
    if (!this.#isSetUp) return [];
    const rows = this.#storage.sql
      .exec<SocketRow>(
        "SELECT id, kind, app_id, place_id, session_id, ends_at FROM socket WHERE due_at <= ? ORDER BY due_at LIMIT ?",
        now,
        batchMax,
      )
      .toArray();
    this.#exec(
      `UPDATE socket SET attempts = attempts + 1,
         due_at = ?1 + CAST(min(${retryMs.most}, ${retryMs.first} * (1 << min(attempts, 10))) * (0.5 + ?2 / 2) AS INTEGER)
       WHERE id IN (SELECT value FROM json_each(?3))`,
      now,
      Math.random(),
      JSON.stringify(rows.map(({ id }) => id)),
    );
    return rows.map(({ id, kind, app_id, place_id, session_id, ends_at }) => ({
      socketId: id,
      kind,
      appId: app_id,
      placeId: place_id,
      sessionId: session_id,
      endsAt: ends_at,
    }));
  }

  /** Forgets the sockets that may do nothing more. */
  forgetLapsed(now: number): void {
    this.#exec("DELETE FROM socket WHERE due_at <= ?1 AND ends_at > ?1 AND opened_at <= ?2", now, now - authorityMs);
  }

  /** The gateways where this user's sockets of an app are. */
  gatewaysAt(appId: string): string[] {
    if (!this.#isSetUp) return [];
    return this.#storage.sql
      .exec<{ place_id: string }>("SELECT DISTINCT place_id FROM socket WHERE kind = 'gateway' AND app_id = ?", appId)
      .toArray()
      .map(({ place_id }) => place_id);
  }

  /** When something is due next, or null. */
  nextDue(): number | null {
    if (!this.#isSetUp) return null;
    return this.#storage.sql.exec<{ due: number | null }>("SELECT min(due_at) AS due FROM socket").one().due;
  }

  #exec(query: string, ...bindings: (string | number)[]): void {
    if (this.#isSetUp) this.#storage.sql.exec(query, ...bindings);
  }
}
