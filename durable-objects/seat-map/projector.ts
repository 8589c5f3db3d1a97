import { type LedgerProjection, projectLedger } from "../../workers/booking/project-ledger.ts";
import { Logger } from "../../workers/platform/log.ts";
import { sendFacts } from "../../workers/platform/outbox.ts";
import { gateCountsOf } from "./door.ts";
import type { GroupCommit } from "./group-commit.ts";
import { type Ledger, seatIdAt } from "./ledger.ts";
import type { SeatMapStorage } from "./storage.ts";
import { bookingView, reservationView } from "./views.ts";
import { waitlistView } from "./waitlist-view.ts";

const reservationsPerRunMax = 500;
/** While changes keep coming, D1 hears of them this often. */
const tickMs = 50;
const retryMs = 2000;

/**
 * Tells D1 what changed: at once when it is quiet, in batches when it is busy, again after a failure. How far it has come is kept in storage,
 * so that nothing is lost with memory. It reads the ledger only when nothing decided waits for its commit, so D1 never runs ahead of the disk and
 * no entry counts as told before it could be.
 */
export class Projector {
  readonly #env: Env;
  readonly #ledger: Ledger;
  readonly #storage: SeatMapStorage;
  readonly #commits: GroupCommit;
  /** Reservations that changed since D1 was told, with the first entry of the log that it has not heard of. In that order. */
  readonly #touched = new Map<string, number>();
  #told: number;
  /** Goes up whenever everything is to be told anew: what was under way then counts for nothing. */
  #round = 0;
  #running = false;
  #waiting: { seq: number; done: () => void }[] = [];
  /** When to try again after a failure; null if there is nothing to make up for. */
  retryAt: number | null = null;

  constructor(env: Env, ledger: Ledger, storage: SeatMapStorage, commits: GroupCommit, told: number) {
    this.#env = env;
    this.#ledger = ledger;
    this.#storage = storage;
    this.#commits = commits;
    this.#told = told;
    if (told < ledger.seq) {
      this.#recallTouched();
      this.retryAt = Date.now();
    }
  }

  /** Up to which entry of the log D1 has been told. */
  get told(): number {
    return this.#told;
  }

  /** Forgets that D1 was ever told anything: the next run tells everything anew. */
  retell(): void {
    this.#round++;
    this.#told = 0;
    this.#storage.forgetProjected();
    this.#recallTouched();
    this.retryAt = Date.now();
  }

  touch(token: string, seq: number): void {
    if (!this.#touched.has(token)) this.#touched.set(token, seq);
  }

  /** Resolves when D1 knows entry `seq`, or after `patienceMs`. */
  toldWithin(seq: number, patienceMs: number): Promise<void> {
    if (seq <= this.#told) return Promise.resolve();
    return new Promise((done) => {
      this.#waiting.push({ seq, done });
      setTimeout(done, patienceMs);
    });
  }

  /** Runs until D1 knows everything, or fails once; never throws. */
  async run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#told < this.#ledger.seq) {
        while (this.#commits.size > 0) await this.#commits.settled();
        const { projection, toldUpTo } = this.#next();
        const round = this.#round;
        const { factsWait } = await projectLedger(this.#env.DB, projection);
        if (round !== this.#round) continue;
        this.#told = toldUpTo;
        this.#storage.saveProjected(toldUpTo);
        this.#answerWaiting();
        await Promise.all([factsWait ? this.#sendFacts() : null, this.#told < this.#ledger.seq ? scheduler.wait(tickMs) : null]);
      }
      this.retryAt = null;
    } catch (error) {
      this.#recallTouched();
      this.retryAt = Date.now() + retryMs;
      const { appId, showtimeId } = this.#ledger.terms;
      new Logger(this.#env.LOG_LEVEL).error("projection failed", error, { app: appId, showtime: showtimeId, told: this.#told });
    } finally {
      this.#running = false;
    }
  }

  /** The next batch. Its tokens leave `touched` at once, so that what changes meanwhile comes again. */
  #next(): { projection: LedgerProjection; toldUpTo: number } {
    const ledger = this.#ledger;
    const { tokens, toldUpTo } = this.#nextTokens();
    const reservations: LedgerProjection["reservations"] = [];
    const bookings = new Map<string, LedgerProjection["bookings"][number]>();
    for (const token of tokens) {
      this.#touched.delete(token);
      const hold = ledger.holds.get(token) ?? this.#storage.findHold(token);
      if (!hold) continue;
      reservations.push({ seq: hold.seq, reservation: reservationView(ledger, hold) });
      const booking = ledger.bookings.get(hold.bookingId ?? "");
      if (booking) bookings.set(booking.id, { seq: booking.seq, booking: bookingView(ledger, booking), refunds: booking.refunds });
    }
    const { appId, showtimeId } = ledger.terms;
    const projection = {
      appId,
      showtimeId,
      seq: ledger.seq,
      seatsTotal: ledger.seats.length,
      seatsLeft: ledger.freeSeats,
      checkedIn: ledger.entries.size === 0 ? 0 : gateCountsOf(ledger).checkedIn,
      reservations,
      bookings: [...bookings.values()],
      later: this.#seatsOfLater(),
      waitlist: this.#storage.queueChangedSince(this.#told).map((row) => ({ seq: row.seq, entry: waitlistView(ledger, row, null) })),
    };
    return { projection, toldUpTo };
  }

  /** Whose turn it is, in the order of their first untold entry, and up to which entry D1 will then have heard of everything. */
  #nextTokens(): { tokens: string[]; toldUpTo: number } {
    const tokens: string[] = [];
    for (const [token, firstSeq] of this.#touched) {
      if (tokens.length === reservationsPerRunMax) return { tokens, toldUpTo: firstSeq - 1 };
      tokens.push(token);
    }
    return { tokens, toldUpTo: this.#ledger.seq };
  }

  /**
   * The seats that bookings still have whose turn comes later. Some may have given seats up that others of this turn have taken, and D1 refuses a seat
   * to its new booking while it knows the old one to have it.
   */
  #seatsOfLater(): LedgerProjection["later"] {
    const { holds, bookings, terms } = this.#ledger;
    const later = new Map<string, string[]>();
    for (const token of this.#touched.keys()) {
      const booking = bookings.get(holds.get(token)?.bookingId ?? "");
      if (booking)
        later.set(
          booking.id,
          booking.seats.map(({ index }) => seatIdAt(terms.showtimeId, index)),
        );
    }
    return [...later].map(([bookingId, seatIds]) => ({ bookingId, seatIds }));
  }

  /** Reads from the log what D1 has not heard of: after a restart, and after a failure has left it open what was told. */
  #recallTouched(): void {
    this.#touched.clear();
    for (const { token, seq } of this.#storage.touchedSince(this.#told)) this.#touched.set(token, seq);
  }

  /** Nobody else announces what D1's triggers have noted of it. What is lost here waits for the sweep. */
  async #sendFacts(): Promise<void> {
    await sendFacts({ env: this.#env, now: Date.now }).catch((error: unknown) =>
      new Logger(this.#env.LOG_LEVEL).error("facts wait for the sweep", error),
    );
  }

  #answerWaiting(): void {
    const told = this.#told;
    for (const { seq, done } of this.#waiting) if (seq <= told) done();
    this.#waiting = this.#waiting.filter(({ seq }) => seq > told);
  }
}
