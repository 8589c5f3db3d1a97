import type { LedgerEvent } from "../../contracts/events.ts";
import { commitFailed, type IdempotentCall, type Refusal, type Reply } from "../../contracts/ledger.ts";
import { limits } from "../../contracts/limits.ts";
import type { SeatCode } from "../../contracts/seats.ts";
import { randomBase32 } from "../../workers/platform/ids.ts";
import { Logger } from "../../workers/platform/log.ts";
import { advance } from "./advance.ts";
import type { Command } from "./decide.ts";
import { DeltaTicks } from "./delta-ticks.ts";
import { eventOf } from "./event-of.ts";
import { evolve, forgetEnded, nextExpiry } from "./evolve.ts";
import { forgetEndedEntries, restoreEntry } from "./evolve-queue.ts";
import { changesOf, isOfReservation } from "./facts.ts";
import { type CommitEntry, GroupCommit } from "./group-commit.ts";
import { nextStall } from "./judge-exchange.ts";
import { hasSlice } from "./judge-show.ts";
import type { Fact, Ledger } from "./ledger.ts";
import type { LiveChannel } from "./live.ts";
import { queueDueAt } from "./offers.ts";
import { Outbox } from "./outbox.ts";
import { PaymentDesk } from "./payment-desk.ts";
import { Projector } from "./projector.ts";
import type { Loaded, SeatMapStorage } from "./storage.ts";
import type { Tally } from "./tally.ts";
import { Throttle } from "./throttle.ts";
import { seatMapLayout } from "./views.ts";

/** Places in the queue that ended and stay in memory. */
const endedEntriesMax = 1000;

export type Answer<Value extends object> = ((Value & { ok: true }) | Refusal) & { seq: number };

/**
 * The memory of a showtime that was opened, and the way of every command through it: decided against the ledger, flushed together with those
 * that came at the same time, told to watchers, D1 and the queue, and answered after the commit. All of it can be rebuilt from storage.
 */
export class Showtime {
  readonly ledger: Ledger;
  readonly outbox: Outbox;
  readonly projector: Projector;
  readonly payments: PaymentDesk;
  readonly #ticks: DeltaTicks;
  readonly #ctx: DurableObjectState;
  readonly #env: Env;
  readonly #storage: SeatMapStorage;
  readonly #tally: Tally;
  readonly #commits = new GroupCommit((batch) => this.#flush(batch));
  readonly throttle = new Throttle();
  /** Answers under an Idempotency-Key that are decided and not yet on disk. */
  readonly #unflushed = new Map<string, { fingerprint: string; answer: string }>();
  #layout: { version: number; json: string | null };
  #alarmAt: number | null = null;

  constructor(ctx: DurableObjectState, env: Env, storage: SeatMapStorage, live: LiveChannel, tally: Tally, loaded: Loaded) {
    this.#ctx = ctx;
    this.#env = env;
    this.#storage = storage;
    this.#tally = tally;
    this.ledger = loaded.ledger;
    this.#ticks = new DeltaTicks(
      loaded.version,
      () => live.watchers,
      (version, changes) => live.publish(this.ledger, version, changes),
    );
    this.#layout = { version: loaded.layoutVersion, json: null };
    this.outbox = new Outbox(env, ctx.storage.sql);
    this.payments = new PaymentDesk(env, loaded.ledger);
    this.projector = new Projector(env, loaded.ledger, storage, this.#commits, loaded.projectedSeq);
    this.#armAlarm(Date.now());
  }

  /** The last version that watchers were told; what is newer comes to them with the next tick. */
  get version(): number {
    return this.#ticks.version;
  }

  /** A new reservation token: it leads to this showtime, and the rest of it cannot be guessed. */
  readonly mintToken = (): string => `rsv_${this.ledger.terms.showtimeId.slice(4)}_${randomBase32(26)}`;

  /** How many commands are decided and not on disk. */
  get pending(): number {
    return this.#commits.size;
  }

  /** Ends what has lapsed and waits for the disk: afterwards, what memory says may be told. */
  settle(): Promise<Answer<object>> {
    return this.submit({ type: "sweep" }, null, () => ({}));
  }

  /** Decides a command and commits its facts. `describe`: what to answer, asked of the ledger as the command leaves it. */
  async submit<Value extends object>(command: Command, idempotent: IdempotentCall | null, describe: () => Value): Promise<Answer<Value>> {
    const { ledger } = this;
    if (this.#commits.size >= limits.pendingCommandsMax) {
      return { ok: false, code: "OVERLOADED", details: { retryAfterSeconds: 1 }, seq: ledger.seq };
    }
    if ("token" in command && command.type !== "hold" && command.type !== "holdExchange") this.recall(command.token);
    const { facts, events, answer } = this.#decide(command, describe);
    const record = idempotent && { ...idempotent, answer: JSON.stringify(answer) };
    if (record) this.#unflushed.set(record.key, record);
    if (facts.length > 0 || record !== null) await this.#commits.add({ facts, record, events });
    else await this.#commits.settled();
    return answer;
  }

  /**
   * Takes one of the user's tokens, then answers a repetition with the first answer and lets anything else through.
   * RATE_LIMITED, IDEMPOTENCY_KEY_REUSED.
   */
  async once<Value extends object>(
    userId: string,
    idempotent: IdempotentCall | null,
    run: (record: IdempotentCall | null) => Promise<Answer<Value>>,
  ): Promise<Answer<Value> & Partial<Reply>> {
    const { allowed, ...throttle } = this.throttle.take(userId, Date.now());
    const { seq } = this.ledger;
    if (!allowed) return { ok: false, code: "RATE_LIMITED", details: { retryAfterSeconds: throttle.resetSeconds }, throttle, seq };
    if (idempotent === null) return { ...(await run(null)), throttle };
    const first = this.#unflushed.get(idempotent.key) ?? this.#storage.recallAnswer(idempotent.key);
    if (first === null) return { ...(await run(idempotent)), throttle };
    if (first.fingerprint !== idempotent.fingerprint) return { ok: false, code: "IDEMPOTENCY_KEY_REUSED", throttle, seq };
    await this.#commits.settled();
    const answer: Answer<Value> = JSON.parse(first.answer);
    return { ...answer, replayed: true, throttle };
  }

  /** Brings a reservation that ended long ago back into memory, so that it can be judged. */
  recall(token: string): void {
    if (this.ledger.holds.has(token)) return;
    const hold = this.#storage.findHold(token);
    if (hold !== null) this.ledger.holds.set(token, hold);
  }

  /** Brings a place in the queue that ended long ago back into memory. */
  recallEntry(waitlistId: string): void {
    if (this.ledger.waitlist.has(waitlistId)) return;
    const row = this.#storage.findWaitlistRow(waitlistId);
    if (row !== null) restoreEntry(this.ledger, row);
  }

  async layout(): Promise<{ version: number; json: string }> {
    await this.#commits.settled();
    this.#layout.json ??= JSON.stringify(seatMapLayout(this.ledger, this.#layout.version));
    return { version: this.#layout.version, json: this.#layout.json };
  }

  setPublished(published: boolean): void {
    if (this.ledger.terms.published === published) return;
    this.ledger.terms = { ...this.ledger.terms, published };
    this.#storage.saveTerms(this.ledger.terms);
    // Whoever waits may be offered now what came free while nothing was sold.
    this.#armAlarm();
  }

  /** Has D1 told everything anew, from the first entry of the log on. What a crash cuts off goes on with the next alarm. */
  retell(): void {
    this.projector.retell();
    this.#armAlarm();
    this.#ctx.waitUntil(this.#tellOthers().then(() => this.#armAlarm()));
  }

  /** Ends what has run out, forgets what is over, sends what was not acknowledged, tells D1 what it has missed. Always sets its next run. */
  async alarm(): Promise<void> {
    this.#alarmAt = null;
    try {
      await this.settle();
      if (hasSlice(this.ledger)) await this.submit({ type: "cancelSlice" }, null, () => ({}));
      this.#storage.forgetBefore(Date.now() - limits.idempotencyHours * 3_600_000);
      await this.#tellOthers();
    } catch (error) {
      this.#log().error("alarm failed", error);
    } finally {
      this.#armAlarm(Date.now() + 250);
    }
  }

  /** Sets the alarm for whatever is due first: a hold, an event, or what D1 has not heard. Never before `notBefore`. */
  #armAlarm(notBefore = 0): void {
    const { ledger } = this;
    const due = [
      nextExpiry(ledger),
      nextStall(ledger),
      queueDueAt(ledger),
      hasSlice(ledger) ? Date.now() : null,
      this.outbox.dueAt,
      this.projector.retryAt,
    ].filter((at) => at !== null);
    if (due.length === 0) return;
    const at = Math.max(Math.min(...due), notBefore);
    if (this.#alarmAt !== null && this.#alarmAt <= at) return;
    this.#alarmAt = at;
    this.#ctx.waitUntil(this.#ctx.storage.setAlarm(at));
  }

  async #tellOthers(): Promise<void> {
    await Promise.all([this.outbox.send(Date.now()), this.projector.run()]);
  }

  #flush(batch: readonly CommitEntry[]): void {
    const facts = batch.flatMap((entry) => entry.facts);
    const changes = new Map<number, SeatCode>();
    for (const fact of facts) for (const [index, becomes] of changesOf(fact)) changes.set(index, becomes);
    this.#writeBatch(batch, this.#ticks.versionOf(changes));
    for (const { record } of batch) if (record !== null) this.#unflushed.delete(record.key);
    if (facts.length === 0) return;
    this.#ticks.add(changes);
    for (const fact of facts) {
      if (isOfReservation(fact)) this.projector.touch(fact.token, fact.seq);
      if (changesLayout(fact)) this.#layout = { version: this.#layout.version + (fact.seq > 1 ? 1 : 0), json: null };
    }
    this.#tally.committed(this.ledger, facts);
    forgetEnded(this.ledger);
    forgetEndedEntries(this.ledger, endedEntriesMax);
    this.#armAlarm();
    this.#ctx.waitUntil(this.#tellOthers().then(() => this.#armAlarm()));
  }

  #writeBatch(batch: readonly CommitEntry[], version: number): void {
    try {
      this.#storage.commit(() => {
        for (const { facts, record, events } of batch) {
          for (const fact of facts) this.#storage.write(this.ledger, fact, version, record?.key ?? null);
          for (const event of events) this.outbox.add(event, event.at);
          if (record !== null) this.#storage.keepAnswer(record.key, record.fingerprint, record.answer, Date.now());
        }
      });
    } catch (error) {
      this.#abandon(error);
    }
  }

  /** Whatever throws once the ledger has moved would leave facts in it that nobody writes. */
  #decide<Value extends object>(
    command: Command,
    describe: () => Value,
  ): Pick<CommitEntry, "facts" | "events"> & { answer: Answer<Value> } {
    const { ledger } = this;
    const { seq: before } = ledger;
    const events: LedgerEvent[] = [];
    try {
      const { facts, seq, ...decision } = advance(ledger, command, Date.now(), this.mintToken, (fact) => {
        evolve(ledger, fact);
        const event = eventOf(ledger, fact);
        if (event !== null) events.push(event);
      });
      return { facts, events, answer: decision.ok ? { ok: true, ...describe(), seq } : { ...decision, seq } };
    } catch (error) {
      if (ledger.seq > before) this.#abandon(error);
      throw error;
    }
  }

  /** Memory and disk disagree: forgets memory. Nobody was answered, so what was decided and not written never happened. */
  #abandon(error: unknown): never {
    this.#log().error("commit failed, the object starts over", error);
    this.#ctx.abort(commitFailed);
    throw error;
  }

  #log(): Logger {
    const { appId, showtimeId } = this.ledger.terms;
    return new Logger(this.#env.LOG_LEVEL, { app: appId, showtime: showtimeId });
  }
}

/** The map without statuses is another after this: it has more seats, or other prices. */
const changesLayout = (fact: Fact): boolean => fact.op === "ADD" || (fact.op === "TERMS" && fact.change.tiers !== undefined);
