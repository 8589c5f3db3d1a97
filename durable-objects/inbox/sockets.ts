import type { SocketPlace } from "../../contracts/inbox.ts";
import { limits } from "../../contracts/limits.ts";
import type { InboxStorage } from "./inbox-storage.ts";

const batchMax = 100;
const retryMs = { first: 1000, most: 60_000 };

/** A socket may hold seats for so long; afterwards nobody needs to be told of its session. */
const authorityMs = limits.socketHoldHours * 3_600_000;

/** `endsAt` null: nobody has asked the database yet. */
export interface DueSocket extends SocketPlace {
  endsAt: number | null;
}

type SocketRow = { id: string; kind: SocketPlace["kind"]; app_id: string; place_id: string; session_id: string; ends_at: number | null };

/** The list of one user's signed-in sockets, in the object's SQLite. */
export class Sockets {
  readonly #storage: InboxStorage;

  constructor(storage: InboxStorage) {
    this.#storage = storage;
  }

  /** False if there are as many as there may be. */
  add({ socketId, kind, appId, placeId, sessionId }: SocketPlace, now: number): boolean {
    const sql = this.#storage.setUp();
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
    this.#storage.rows("DELETE FROM socket WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(socketIds));
  }

  /** Their places are to be told at once, also those that are being told of something else. */
  sessionsEnded(sessionIds: readonly string[], now: number): void {
    this.#storage.rows(
      "UPDATE socket SET ends_at = ?1, due_at = ?1, attempts = 0 WHERE session_id IN (SELECT value FROM json_each(?2))",
      now,
      JSON.stringify(sessionIds),
    );
  }

  /** What the database said of a session. Never undoes what `sessionsEnded` said meanwhile. */
  endsKnown(sessionId: string, endsAt: number, now: number): void {
    this.#storage.rows(
      `UPDATE socket SET ends_at = ?1, due_at = max(?3, min(?1, opened_at + ${authorityMs})), attempts = 0 WHERE session_id = ?2 AND ends_at IS NULL`,
      endsAt,
      sessionId,
      now,
    );
  }

  /** A batch of what is due. What becomes of it is open, so it is due again after a while: 1 s, 2 s, … 60 s, with jitter. */
  takeDue(now: number): DueSocket[] {
    const rows = this.#storage.rows<SocketRow>(
      "SELECT id, kind, app_id, place_id, session_id, ends_at FROM socket WHERE due_at <= ? ORDER BY due_at LIMIT ?",
      now,
      batchMax,
    );
    if (rows.length === 0) return [];
    this.#storage.rows(
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
    this.#storage.rows("DELETE FROM socket WHERE due_at <= ?1 AND ends_at > ?1 AND opened_at <= ?2", now, now - authorityMs);
  }

  /** The gateways where this user's sockets of an app are. */
  gatewaysAt(appId: string): string[] {
    return this.#storage
      .rows<{ place_id: string }>("SELECT DISTINCT place_id FROM socket WHERE kind = 'gateway' AND app_id = ?", appId)
      .map(({ place_id }) => place_id);
  }

  /** When something is due next, or null. */
  nextDue(): number | null {
    return this.#storage.rows<{ due: number | null }>("SELECT min(due_at) AS due FROM socket")[0]?.due ?? null;
  }
}
