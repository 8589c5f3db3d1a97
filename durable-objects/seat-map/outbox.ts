import type { LedgerEvent } from "../../contracts/events.ts";
import { Logger } from "../../workers/platform/log.ts";

const batchMax = 50;
/** How long a consumer has to say that it recorded an event, before the event is sent again; doubled with every attempt. */
const patienceMs = 30_000;
const patienceMaxMs = 15 * 60_000;

/** The events of one showtime that wait for their consumers. A row stays until its consumer has said so, whatever the queue did. */
export class Outbox {
  readonly #env: Env;
  readonly #sql: SqlStorage;
  #sending = false;
  /** When the next event is due, or null if none waits. */
  dueAt: number | null;

  constructor(env: Env, sql: SqlStorage) {
    this.#env = env;
    this.#sql = sql;
    this.dueAt = this.#earliest();
  }

  /** Part of the commit of the fact that the event tells of. */
  add(event: LedgerEvent, now: number): void {
    this.#sql.exec("INSERT INTO outbox (seq, event, due_at) VALUES (?, ?, ?)", event.source.seq, JSON.stringify(event), now);
    this.dueAt = Math.min(this.dueAt ?? now, now);
  }

  /** Sends what is due and sets when it is due again. Never throws: what could not be sent waits for the alarm. */
  async send(now: number): Promise<void> {
    if (this.#sending || this.dueAt === null || this.dueAt > now) return;
    this.#sending = true;
    try {
      const due = this.#sql
        .exec<{ seq: number; event: string; attempts: number }>(
          "SELECT seq, event, attempts FROM outbox WHERE due_at <= ? ORDER BY seq LIMIT ?",
          now,
          batchMax,
        )
        .toArray();
      for (const { seq, attempts } of due) {
        const wait = Math.min(patienceMs * 2 ** attempts, patienceMaxMs);
        this.#sql.exec("UPDATE outbox SET attempts = attempts + 1, due_at = ? WHERE seq = ?", now + wait, seq);
      }
      this.dueAt = this.#earliest();
      if (due.length > 0) await this.#env.EVENTS.sendBatch(due.map(({ event }) => ({ body: JSON.parse(event) })));
    } catch (error) {
      new Logger(this.#env.LOG_LEVEL).error("events could not be sent", error);
    } finally {
      this.#sending = false;
    }
  }

  acknowledge(seqs: readonly number[]): void {
    this.#sql.exec("DELETE FROM outbox WHERE seq IN (SELECT value FROM json_each(?))", JSON.stringify(seqs));
    this.dueAt = this.#earliest();
  }

  #earliest(): number | null {
    return this.#sql.exec<{ due: number | null }>("SELECT min(due_at) AS due FROM outbox").one().due;
  }
}
