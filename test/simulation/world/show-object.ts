import type { LedgerEvent } from "../../../contracts/events.ts";
import type { ShowtimeTerms } from "../../../contracts/ledger.ts";
import { advance } from "../../../durable-objects/seat-map/advance.ts";
import type { Command } from "../../../durable-objects/seat-map/decide.ts";
import { eventOf } from "../../../durable-objects/seat-map/event-of.ts";
import { evolve } from "../../../durable-objects/seat-map/evolve.ts";
import {
  emptyLedger,
  type Fact,
  type HoldRow,
  type Ledger,
  type LedgerSeat,
  type WaitlistRow,
} from "../../../durable-objects/seat-map/ledger.ts";
import { bookingView, reservationView } from "../../../durable-objects/seat-map/views.ts";
import { waitlistView } from "../../../durable-objects/seat-map/waitlist-view.ts";
import type { LogEntry } from "../history.ts";
import type { Telling } from "./books.ts";
import type { Hooks } from "./hooks.ts";
import { sameLedger } from "./same-ledger.ts";

/** What an object answers. `at`: its clock then. */
export type Answer<Value extends object = object> = { seq: number; at: number; replayed?: boolean } & (
  | ({ ok: true } & Value)
  | { ok: false; code: string; details?: Record<string, unknown> | undefined }
);

interface Undecided {
  entries: LogEntry[];
  events: LedgerEvent[];
  record: { key: string; answer: Answer } | null;
  /** Whoever waits for the answer. */
  wake: (committed: boolean) => void;
}

/**
 * A showtime's object with the pure core in it and a disk that can be lost sight of: what is decided is in memory until `commit`, and a crash forgets
 * all that is not on disk. Its clock is the world's, and steps as it likes.
 */
export class ShowObject {
  readonly terms: ShowtimeTerms;
  readonly log: LogEntry[] = [];
  readonly outbox = new Map<number, { event: LedgerEvent; dueAt: number }>();
  skew = 0;
  told = 0;
  ledger: Ledger;
  readonly #answers = new Map<string, Answer>();
  /** Every reservation that there ever was, as the disk has it. */
  #stored = new Map<string, HoldRow>();
  #storedPlaces = new Map<string, WaitlistRow>();
  #undecided: Undecided[] = [];
  readonly #hooks: Hooks;
  readonly #mint: () => string;

  constructor(terms: ShowtimeTerms, hooks: Hooks, mint: () => string) {
    this.terms = terms;
    this.ledger = emptyLedger(terms);
    this.#hooks = hooks;
    this.#mint = mint;
  }

  get hasUndecided(): boolean {
    return this.#undecided.length > 0;
  }

  /** Decides a command at `now`. The answer may be given once `wake` was told that it is on disk. */
  submit<Value extends object>(
    asked: Command,
    { now, key = null, wake }: { now: number; key?: string | null; wake: (committed: boolean) => void },
    describe: (ledger: Ledger) => Value,
  ): Answer<Value> {
    const { ledger } = this;
    const first = key === null || this.#hooks.forgetsKeys === "always" ? undefined : this.#answerTo(key);
    if (first !== undefined) {
      this.#undecided.push({ entries: [], events: [], record: null, wake });
      return { ...(first as Answer<Value>), replayed: true };
    }
    const command = this.#hooks.command?.({ command: asked, ledger, now }) ?? asked;
    if ("token" in command && command.type !== "hold" && command.type !== "holdExchange") this.recall(command.token);
    const made: { entries: LogEntry[]; events: LedgerEvent[] } = { entries: [], events: [] };
    const decide = () => advance(ledger, command, now, this.#mint, (fact) => this.#apply(fact, key, made));
    const decision = this.#hooks.around?.({ command, ledger, now }, decide) ?? decide();
    const place = { seq: decision.seq, at: ledger.clock };
    const answer: Answer<Value> = decision.ok
      ? { ok: true, ...describe(ledger), ...place }
      : { ok: false, code: decision.code, details: decision.details, ...place };
    this.#undecided.push({ ...made, record: key === null ? null : { key, answer }, wake });
    if (this.#hooks.early === "answers") wake(true);
    if (this.#hooks.early === "events") for (const event of made.events) this.#send(event, now);
    return answer;
  }

  /** Everything decided is on disk, and whoever waits is told; or some never hear of it. */
  commit(now: number, isHeard: () => boolean): void {
    const undecided = this.#undecided;
    this.#undecided = [];
    for (const { entries, events, record } of undecided) {
      this.log.push(...entries);
      for (const event of events) for (const kept of this.#hooks.outbox?.(event) ?? [event]) this.#send(kept, now);
      if (record !== null) this.#answers.set(record.key, record.answer);
    }
    for (const { wake } of undecided) wake(isHeard());
  }

  /**
   * Memory is lost, with all that was not on disk: whoever waits hears nothing. The log alone brings the rest back; if nothing was undecided, it must
   * be what was lost. Throws if it is not.
   */
  crash(): void {
    const lost = this.#undecided;
    const before = this.ledger;
    if (this.#hooks.forgetsKeys === "after-crash") this.#answers.clear();
    this.#undecided = [];
    const again = emptyLedger(structuredClone(this.terms));
    for (const { fact } of this.log) evolve(again, fact.op === "ADD" ? { ...fact, added: copies(fact.added) } : fact);
    if (lost.length === 0) sameLedger(before, again);
    this.#stored = new Map(again.holds);
    this.#storedPlaces = new Map(again.waitlist);
    const owners = new Set(again.owner);
    for (const token of again.holds.keys()) if (!owners.has(token)) again.holds.delete(token);
    for (const [id, { status }] of again.waitlist) if (status !== "WAITING" && status !== "OFFERED") again.waitlist.delete(id);
    again.freedSeq = again.seq;
    again.walkedSeq = -1;
    this.ledger = again;
    for (const { wake } of lost) wake(false);
  }

  /** Brings a reservation that ended back into memory, as it is read from disk when somebody asks for it. */
  recall(token: string): void {
    const stored = this.#stored.get(token);
    if (!this.ledger.holds.has(token) && stored !== undefined) this.ledger.holds.set(token, stored);
  }

  /** What D1 has not heard of; null while something is undecided, for it must never know more than the disk. */
  telling(): Telling | null {
    if (this.hasUndecided && this.#hooks.early !== "projection") return null;
    const { ledger, told } = this;
    const tokens = new Set<string>();
    const waits = new Set<string>();
    const undecided = this.#hooks.early === "projection" ? this.#undecided.flatMap(({ entries }) => entries) : [];
    for (const { fact } of [...this.log.slice(told), ...undecided]) {
      if ("token" in fact) tokens.add(fact.token);
      if ("waitlistId" in fact && fact.waitlistId) waits.add(fact.waitlistId);
      const offered = "token" in fact && this.#holdOf(fact.token)?.waitlistId;
      if (offered) waits.add(offered);
    }
    const holds = [...tokens].flatMap((token) => this.#holdOf(token) ?? []);
    const bookings = new Set(holds.flatMap(({ bookingId }) => ledger.bookings.get(bookingId ?? "") ?? []));
    return {
      appId: ledger.terms.appId,
      showtimeId: ledger.terms.showtimeId,
      seq: ledger.seq,
      reservations: holds.map((hold) => ({ seq: hold.seq, reservation: reservationView(ledger, hold) })),
      bookings: [...bookings].map((row) => ({ seq: row.seq, booking: bookingView(ledger, row), refunds: row.refunds })),
      waitlist: [...waits].flatMap((id) => {
        const row = ledger.waitlist.get(id) ?? this.#storedPlaces.get(id);
        return row === undefined ? [] : [{ seq: row.seq, entry: waitlistView(ledger, row, null) }];
      }),
    };
  }

  #holdOf(token: string): HoldRow | undefined {
    return this.ledger.holds.get(token) ?? this.#stored.get(token);
  }

  #answerTo(key: string): Answer | undefined {
    return this.#undecided.find(({ record }) => record?.key === key)?.record?.answer ?? this.#answers.get(key);
  }

  #apply(decided: Fact, key: string | null, made: { entries: LogEntry[]; events: LedgerEvent[] }): void {
    const { ledger } = this;
    const facts = this.#hooks.fact?.(decided, ledger).map((fact) => ({ ...fact, seq: 0 }) as Fact) ?? [decided];
    for (const each of facts) {
      const fact = this.#hooks.fact ? { ...each, seq: ledger.seq + 1 } : each;
      made.entries.push({ fact: fact.op === "ADD" ? { ...fact, added: copies(fact.added) } : fact, key });
      evolve(ledger, fact);
      this.#hooks.evolved?.(fact, ledger);
      const event = eventOf(ledger, fact);
      if (event !== null) made.events.push(event);
    }
  }

  #send(event: LedgerEvent, now: number): void {
    this.outbox.set(event.source.seq, { event, dueAt: now });
  }
}

/** A change of prices changes the seats of the ledger where they lie. */
const copies = (seats: readonly LedgerSeat[]): LedgerSeat[] => seats.map((seat) => ({ ...seat }));
