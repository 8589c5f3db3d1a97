import type { LedgerEvent } from "../../../contracts/events.ts";
import type { Command } from "../../../durable-objects/seat-map/decide.ts";
import { generalPlaces } from "../../../durable-objects/seat-map/general-places.ts";
import type { Ledger } from "../../../durable-objects/seat-map/ledger.ts";
import { newSeats } from "../../../durable-objects/seat-map/seats.ts";
import { random } from "../../../durable-objects/seat-map/test-house.ts";
import type { Asked, History, Operation, Told } from "../history.ts";
import { Books } from "./books.ts";
import type { Hooks } from "./hooks.ts";
import { apps, housesOf, usersOf } from "./houses.ts";
import { Provider } from "./provider.ts";
import { type Answer, ShowObject } from "./show-object.ts";

/** When every simulated history begins, in milliseconds. */
export const begin = Date.parse("2026-11-20T09:00:00Z");

/** Nobody knows what became of a question: whoever asked may ask again. */
export const lost = Symbol("lost");

/** Something that goes on by steps: each `yield` is a way over the network, at which others may come first, or at which it ends for good. */
export type Steps<Value = void> = Generator<Question | undefined, Value, Answer | typeof lost | undefined>;

/** A question to an object. */
export interface Question {
  object: ShowObject;
  ask: (wake: (committed: boolean) => void) => Answer;
}

/** How an object is asked. `recalls`: a reservation that the answer speaks of. */
interface Manner<Value> {
  isRepeatable?: boolean;
  key?: string | null;
  recalls?: string | null;
  describe: (ledger: Ledger) => Value;
}

export interface Process {
  steps: Steps;
  /** What the next step is given. */
  given: Answer | typeof lost | undefined;
  isWaiting: boolean;
}

/** Everything that a run consists of: objects, database, provider, queue, whoever is under way, and what all of them did. */
export class World {
  now = begin;
  readonly hooks: Hooks;
  readonly random: () => number;
  readonly books: Books;
  readonly provider = new Provider();
  readonly objects = new Map<string, ShowObject>();
  readonly queue: { event: LedgerEvent; from: ShowObject }[] = [];
  readonly operations: Operation[] = [];
  readonly processes: Process[] = [];
  /** By app and user, the passes that a waiting room gave them. */
  readonly passes: { id: string; userId: string; showtimeId: string; untilMs: number }[] = [];
  /** Tickets that a gate let in or not while it was offline, for later. */
  readonly offline: { showtimeId: string; bookingId: string; seat: number; scannedAtMs: number }[] = [];
  /** No faults any more. */
  isCalm = false;
  #ids = 0;
  #moments = 0;

  constructor(seed: number, hooks: Hooks) {
    this.hooks = hooks;
    this.random = random(seed);
    this.books = new Books(hooks);
    for (const { terms, rows } of housesOf(this)) {
      const object = new ShowObject(terms, hooks, () => this.token(terms.showtimeId));
      this.objects.set(terms.showtimeId, object);
      const open = (seats: ReturnType<typeof newSeats>) =>
        object.submit({ type: "add", seats }, { now: this.now, wake: () => {} }, () => ({}));
      open([...newSeats(object.ledger, rows), ...generalPlaces(object.ledger, rows.length)]);
      object.commit(this.now, () => true);
    }
  }

  readonly pick = (count: number): number => Math.floor(this.random() * count);

  /** True in one of `count` cases, and never once faults have stopped. */
  oneIn(count: number): boolean {
    return !this.isCalm && this.pick(count) === 0;
  }

  among<Value>(values: readonly Value[]): Value | undefined {
    return values[this.pick(values.length)];
  }

  id(prefix: string): string {
    return `${prefix}_${(++this.#ids).toString(36)}`;
  }

  /** A reservation's name: its showtime is in it, as it is in real ones. */
  token(showtimeId: string): string {
    return this.id(`rsv_${showtimeId.slice(4)}`);
  }

  /** In the form of real ones, for the ids of tickets are made of them. */
  bookingId(): string {
    return `BK-20261120-${(++this.#ids).toString().padStart(8, "0")}`;
  }

  anyObject(): ShowObject {
    return [...this.objects.values()][this.pick(this.objects.size)] ?? fail("there is no showtime");
  }

  /** The object as somebody of this app reaches it: another app's is not there. */
  reach(appId: string, showtimeId: string): ShowObject | null {
    const object = this.objects.get(showtimeId);
    return object !== undefined && (object.terms.appId === appId || this.hooks.reachesAny) ? object : null;
  }

  /** The object's clock. */
  clockOf(object: ShowObject): number {
    return this.now + (this.isCalm ? Math.max(0, object.skew) : object.skew);
  }

  start(steps: Steps): true {
    this.processes.push({ steps, given: undefined, isWaiting: false });
    return true;
  }

  anyUser(appId = this.among(apps) ?? ""): { appId: string; userId: string } {
    return { appId, userId: this.among(usersOf(appId)) ?? "" };
  }

  /** Notes that a client sent something. */
  send(who: { appId: string; userId: string | null }, showtimeId: string, asked: Asked, key: string | null = null): Operation {
    const proc = `${who.userId ?? "manager"} #${this.operations.length}`;
    const place = { sent: ++this.#moments, returned: null, outcome: "unknown" as const, seq: null, at: null, replayed: false };
    const operation: Operation = { proc, ...who, showtimeId, asked, key, ...place, told: {} };
    this.operations.push(operation);
    return operation;
  }

  /** Notes what came back. */
  receive(
    operation: Operation,
    answer: { ok: boolean; code?: string; seq?: number; at?: number; replayed?: boolean },
    told: Told = {},
  ): void {
    operation.returned = ++this.#moments;
    operation.outcome = answer.ok ? "ok" : (answer.code as Operation["outcome"]);
    // What no object was asked has no place in a log.
    const isOfLog = answer.seq !== undefined && answer.seq > 0;
    operation.seq = isOfLog ? (answer.seq ?? null) : null;
    operation.at = isOfLog ? (answer.at ?? null) : null;
    operation.replayed = answer.replayed === true;
    if (answer.ok) operation.told = told;
  }

  /** Asks an object. Only what may be asked twice is asked again when no answer comes; else, or in the end, `lost`. */
  *ask<Value extends object>(
    who: { appId: string },
    showtimeId: string,
    command: Command | ((ledger: Ledger) => Command),
    { isRepeatable = true, key = null, recalls = null, describe }: Manner<Value>,
  ): Steps<Answer<Value> | typeof lost> {
    const object = this.reach(who.appId, showtimeId);
    if (object === null) return { ok: false, code: "SHOWTIME_NOT_FOUND", seq: 0, at: 0 };
    for (let attempt = 1; ; attempt++) {
      const question: Question = {
        object,
        ask: (wake) => {
          if (recalls !== null) object.recall(recalls);
          return object.submit(
            typeof command === "function" ? command(object.ledger) : command,
            { now: this.clockOf(object), key, wake },
            describe,
          );
        },
      };
      const answer = (yield question) as Answer<Value> | typeof lost;
      if (answer !== lost || !isRepeatable || attempt === 3) return answer;
    }
  }

  history(atRest: boolean): History {
    const { captured, paid, mailed } = this.provider;
    const { orders, payments } = this.books;
    return {
      shows: [...this.objects.values()].map(({ terms, log }) => ({ terms, log })),
      operations: this.operations,
      payments: [...payments.values()].map(({ id, appId, userId, currency, amount, token, usedBy }) => ({
        id,
        appId,
        userId,
        currency,
        amount,
        captured: captured.get(id) ?? 0,
        orderId: token === "" ? usedBy : null,
      })),
      refunds: [...this.books.refunds.values()].map(({ id, paymentId, appId, bookingId, amount }) => ({
        id,
        paymentId,
        appId,
        bookingId,
        amount,
        paid: paid.get(id) ?? 0,
      })),
      orders: [...orders.values()].map(({ id, appId, state, parts }) => ({ id, appId, state, tokens: parts.map(({ token }) => token) })),
      projection: [...this.books.rows.values()],
      bookedSeats: this.books.bookedSeats,
      mails: [...this.books.mails].map(([key, mail]) => ({ ...mail, deliveries: mailed.get(key) ?? 0 })),
      atRest,
    };
  }
}

/** The showtime that a reservation's name leads to. */
export const showtimeOf = (token: string): string => `sho_${token.split("_")[1]}`;

/** What a reservation became. */
export function becameOf({ holds }: Ledger, token: string): { status: string | undefined; bookingId: string | null } {
  const hold = holds.get(token);
  return { status: hold?.status, bookingId: hold?.bookingId ?? null };
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
