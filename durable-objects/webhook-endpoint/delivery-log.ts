import { limits } from "../../contracts/limits.ts";
import type { WebhookMessage } from "../../contracts/webhooks.ts";
import init from "../../migrations/webhook-endpoint/0001_init.sql";
import { newId } from "../../workers/platform/ids.ts";
import { migrate } from "../migrate.ts";

/** A delivery whose turn it is. `attempts`: those of this series that have failed. */
export interface DueDelivery extends WebhookMessage {
  seq: number;
  attempts: number;
}

/** What a request came to. Times in ms. */
export interface AttemptRow {
  at: number;
  status: number | null;
  error: string | null;
  durationMs: number;
  answer: string | null;
}

const overfull = `more than ${limits.webhookWaitingMax} messages waited, and this was among the oldest`;
const pruneEvery = 1000;

/** An endpoint's deliveries on disk: each is one statement or one transaction, so that a crash leaves nothing half done. */
export class DeliveryLog {
  readonly #storage: DurableObjectStorage;
  #untilPruning = 0;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    migrate(storage, [["0001_init", init]]);
  }

  /** Writes down what is not known yet, due at once. Where too many wait, the oldest are given up. */
  add(messages: readonly WebhookMessage[], now: number): void {
    this.#storage.transactionSync(() => {
      for (const { messageId, type, body } of messages) {
        this.#run(
          `INSERT INTO delivery (id, message_id, type, body, status, due_at, created_at)
           VALUES (?, ?, ?, ?, 'PENDING', ?, ?) ON CONFLICT (message_id) DO NOTHING`,
          newId("webhookDelivery", now),
          messageId,
          type,
          body,
          now,
          now,
        );
      }
      const tooMany = this.waiting() - limits.webhookWaitingMax;
      if (tooMany > 0) {
        this.#run(
          `UPDATE delivery SET status = 'FAILED', due_at = NULL, failure = ?
           WHERE seq IN (SELECT seq FROM delivery WHERE status = 'PENDING' ORDER BY seq LIMIT ?)`,
          overfull,
          tooMany,
        );
      }
    });
    this.#untilPruning -= messages.length;
    this.prune(now);
  }

  /** Those whose turn it is, those that waited longest first, without the ones that are under way. */
  due(now: number, count: number, underWay: Iterable<number>): DueDelivery[] {
    if (now < this.holdUntil()) return [];
    return this.#storage.sql
      .exec<Record<string, SqlStorageValue> & DueDelivery>(
        `SELECT seq, message_id AS messageId, type, body, attempts FROM delivery
         WHERE status = 'PENDING' AND due_at <= ? AND seq NOT IN (SELECT value FROM json_each(?)) ORDER BY due_at, seq LIMIT ?`,
        now,
        JSON.stringify([...underWay]),
        count,
      )
      .toArray();
  }

  /** When something is next to be done, in ms; null: nothing ever. */
  nextDue(): number | null {
    const due = this.#one("SELECT min(due_at) AS value FROM delivery WHERE status = 'PENDING'");
    const oldest = this.#one("SELECT min(created_at) AS value FROM delivery WHERE status <> 'PENDING'");
    const times = [due && Math.max(due, this.holdUntil()), oldest && oldest + limits.webhookDeliveryDays * 86_400_000];
    const known = times.filter((time) => time !== null);
    return known.length === 0 ? null : Math.min(...known);
  }

  /** A request is about to be made: if nothing is noted of it until then, it is made again. */
  lease(seq: number, until: number): void {
    this.#run("UPDATE delivery SET due_at = ? WHERE seq = ? AND status = 'PENDING'", until, seq);
  }

  /** It came through. */
  delivered(seq: number, attempt: AttemptRow): void {
    this.#note(seq, attempt, "status = 'DELIVERED', due_at = NULL, failure = NULL");
  }

  /** It did not, and is tried again at `dueAt`; null: it is given up. Whatever ended meanwhile stays ended. */
  failed(seq: number, attempt: AttemptRow, dueAt: number | null, failure: string): void {
    const still = "CASE WHEN status = 'PENDING' THEN";
    if (dueAt === null)
      this.#note(seq, attempt, `failure = ${still} ? ELSE failure END, due_at = NULL, status = ${still} 'FAILED' ELSE status END`, failure);
    else this.#note(seq, attempt, `due_at = ${still} ? END`, dueAt);
  }

  #note(seq: number, { at, status, error, durationMs, answer }: AttemptRow, change: string, ...values: (string | number)[]): void {
    this.#storage.transactionSync(() => {
      const changed = this.#run(`UPDATE delivery SET attempts = attempts + 1, ${change} WHERE seq = ?`, ...values, seq);
      // It was forgotten while it was under way.
      if (changed === 0) return;
      this.#run(
        "INSERT INTO attempt (delivery, at, status, error, duration_ms, answer) VALUES (?, ?, ?, ?, ?, ?)",
        seq,
        at,
        status,
        error,
        durationMs,
        answer,
      );
      this.#run(
        "DELETE FROM attempt WHERE delivery = ?1 AND id NOT IN (SELECT id FROM attempt WHERE delivery = ?1 ORDER BY id DESC LIMIT ?2)",
        seq,
        limits.webhookAttemptsKept,
      );
    });
  }

  /** Gives up all that waits. */
  failWaiting(failure: string): void {
    this.#run("UPDATE delivery SET status = 'FAILED', due_at = NULL, failure = ? WHERE status = 'PENDING'", failure);
  }

  /** Begins a new series with a delivery. False: there is none of this id. */
  sendAgain(id: string, now: number): boolean {
    return this.#run("UPDATE delivery SET status = 'PENDING', attempts = 0, due_at = ?, failure = NULL WHERE id = ?", now, id) > 0;
  }

  /** Forgets what is over for so long, and now and then the oldest of what is over where that is too much: to find those goes through all of them. */
  prune(now: number): void {
    this.#run("DELETE FROM delivery WHERE status <> 'PENDING' AND created_at <= ?", now - limits.webhookDeliveryDays * 86_400_000);
    if (this.#untilPruning > 0) return;
    this.#untilPruning = pruneEvery;
    this.#run(
      `DELETE FROM delivery WHERE seq IN
         (SELECT seq FROM delivery WHERE status <> 'PENDING' ORDER BY created_at DESC, seq DESC LIMIT -1 OFFSET ?)`,
      limits.webhookDeliveriesKept,
    );
  }

  waiting = (): number => this.#one("SELECT waiting AS value FROM standing") ?? 0;

  holdUntil = (): number => this.#one("SELECT hold_until AS value FROM standing") ?? 0;

  /** Nothing is sent before then; 0: nothing holds it up. */
  hold(until: number): void {
    this.#run("UPDATE standing SET hold_until = ?", until);
  }

  /** What it wrote. */
  #run(sql: string, ...values: SqlStorageValue[]): number {
    this.#storage.sql.exec(sql, ...values);
    return this.#one("SELECT changes() AS value") ?? 0;
  }

  #one(sql: string): number | null {
    return this.#storage.sql.exec<{ value: number | null }>(sql).one().value;
  }
}
