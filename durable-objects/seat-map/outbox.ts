import type { MarqueeEvent } from "../../contracts/events.ts";
import { Logger } from "../../workers/platform/log.ts";
import { isOfReservation } from "./facts.ts";
import { bookingIn, type Fact, holdOf, type Ledger } from "./ledger.ts";
import { bookingView, reservationView } from "./views.ts";
import { waitlistView } from "./waitlist-view.ts";

const batchMax = 50;
/** How long a consumer has to say that it recorded an event, before the event is sent again; doubled with every attempt. */
const patienceMs = 30_000;
const patienceMaxMs = 15 * 60_000;

/** The event that others must hear of because of this fact, or null. Called when the ledger has evolved by it. */
export function eventOf(ledger: Ledger, fact: Fact): MarqueeEvent | null {
  if (!isOfReservation(fact)) return null;
  const { appId, showtimeId } = ledger.terms;
  const common = { id: `${showtimeId}:${fact.seq}`, appId, at: fact.at, source: { showtimeId, seq: fact.seq } };
  switch (fact.op) {
    case "HOLD": {
      const entry = ledger.waitlist.get(fact.waitlistId ?? "");
      if (entry === undefined) return null;
      const reservation = reservationView(ledger, holdOf(ledger, fact.token));
      return { ...common, type: "waitlist.offered", entry: waitlistView(ledger, entry, null), reservation };
    }
    case "RELEASE":
    case "EXPIRE": {
      // Money may be on its way for a hold whose payment had started; nobody waits for the end of any other.
      const hold = holdOf(ledger, fact.token);
      return hold.paying ? { ...common, type: "reservation.expired", reservation: reservationView(ledger, hold) } : null;
    }
    case "CONFIRM": {
      const from = holdOf(ledger, fact.token).exchange?.from;
      const booking = bookingView(ledger, bookingIn(ledger, fact.bookingId));
      return {
        ...common,
        type: "booking.confirmed",
        booking,
        ...(from && { from: { showtimeId: from.showtimeId, bookingId: from.bookingId } }),
        ...(fact.refunds && { refunds: fact.refunds }),
      };
    }
    case "EXCHANGE":
      return { ...common, type: "booking.updated", booking: bookingView(ledger, bookingIn(ledger, fact.bookingId)), refunds: fact.refunds };
    case "CANCEL": {
      const booking = bookingView(ledger, bookingIn(ledger, fact.bookingId));
      return { ...common, type: "booking.cancelled", booking, refunds: fact.refunds, cause: fact.cause };
    }
    case "PIN":
      return fact.stalled ? { ...common, type: "exchange.stalled", bookingId: fact.bookingId, userId: fact.userId, token: fact.to } : null;
    default:
      return null;
  }
}

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
  add(event: MarqueeEvent, now: number): void {
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
