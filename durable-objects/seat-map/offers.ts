import { limits } from "../../contracts/limits.ts";
import { chooseSeats, largestFitting } from "./choose-seats.ts";
import type { Ledger, WaitlistRow } from "./ledger.ts";
import { priced } from "./priced.ts";
import { isOver, saleRefusal } from "./sale.ts";
import { type Proposal, View } from "./view.ts";

/** What has just happened: how many seats came free by it, and who joined the queue. */
export interface Occasion {
  freed: number;
  joined: string | null;
}

/** When somebody must look at the queue although nothing happened to it, in milliseconds, or null while nobody waits. */
export function queueDueAt({ terms, waiting, freedSeq, walkedSeq, clock }: Ledger): number | null {
  if (waiting.size === 0) return null;
  if (terms.cancelled) return clock;
  if (!terms.published || terms.admissionRequired || freedSeq <= walkedSeq) return terms.saleClosesAtMs;
  return terms.saleOpensAtMs ?? clock;
}

/**
 * What the queue is given at `at`: free seats, held in the name of each person in the order of joining whose wish they fulfil and who may have so
 * many; or its end, when the sale is over. The ledger must be brought to where each proposal leads before the next one is asked for. At most so many
 * as fit a commit; what is left comes with the next command, for which `queueDueAt` sees to the alarm. `mint` makes reservation tokens.
 *
 * Where there is a waiting room, the queue is no way around it: it is offered as many seats as have just come free, not those that were free before.
 */
export function* offers(ledger: Ledger, at: number, mint: () => string, { freed, joined }: Occasion): Generator<Proposal> {
  if (ledger.waiting.size === 0) return;
  const view = new View(ledger, []);
  if (isOver(view, at)) yield* closings(ledger);
  else if (saleRefusal(view, at) === null) {
    const { admissionRequired = false } = ledger.terms;
    const walk = new Walk(view, at, mint, admissionRequired ? freed : Number.POSITIVE_INFINITY);
    if (ledger.freedSeq > ledger.walkedSeq) {
      const upTo = ledger.freedSeq;
      yield* walk.all();
      if (walk.done) ledger.walkedSeq = upTo;
    } else if (joined !== null) yield* walk.one(joined);
  }
}

function* closings(ledger: Ledger): Generator<Proposal> {
  let left = limits.waitlistClosingsPerCommitMax;
  for (const waitlistId of ledger.waiting) {
    if (left-- === 0) return;
    const { userId } = entryAt(ledger, waitlistId);
    yield { op: "LEAVE", waitlistId, userId, becomes: "CLOSED" };
  }
}

/** One way along the queue. Seats only become fewer meanwhile, so a kind of wish is measured once and then only when it failed. */
class Walk {
  done = false;
  readonly #view: View;
  readonly #at: number;
  readonly #mint: () => string;
  /** How many seats may be offered. */
  #left: number;
  /** By kind of wish: the largest that fits. */
  readonly #largest = new Map<string, number>();

  constructor(view: View, at: number, mint: () => string, left: number) {
    this.#view = view;
    this.#at = at;
    this.#mint = mint;
    this.#left = left;
  }

  *all(): Generator<Proposal> {
    const { ledger } = this.#view;
    let offersLeft = limits.waitlistOffersPerCommitMax;
    for (const waitlistId of ledger.waiting) {
      if (ledger.freeSeats === 0 || this.#left <= 0) break;
      const offer = this.#offerTo(entryAt(ledger, waitlistId));
      if (offer === null) continue;
      if (offersLeft-- === 0) return;
      yield offer;
    }
    this.done = true;
  }

  *one(waitlistId: string): Generator<Proposal> {
    const entry = this.#view.ledger.waitlist.get(waitlistId);
    const offer = entry?.status === "WAITING" ? this.#offerTo(entry) : null;
    if (offer !== null) yield offer;
  }

  #offerTo({ id, userId, quantity, tier, adjacent }: WaitlistRow): Proposal | null {
    const view = this.#view;
    if (quantity > this.#left || quantity > view.ledger.freeSeats) return null;
    if (view.seatsOf(userId) + quantity > view.ledger.terms.maxSeatsPerUser) return null;
    if (quantity > this.#largestOf(tier, adjacent)) return null;
    const indexes = chooseSeats(view, { quantity, tier, adjacent, accessible: false });
    if (indexes === null) {
      this.#largest.delete(kindOf(tier, adjacent));
      return quantity > this.#largestOf(tier, adjacent) ? null : broken(id);
    }
    this.#left -= quantity;
    const expiresAt = this.#at + limits.waitlistOfferSeconds * 1000;
    return { op: "HOLD", token: this.#mint(), userId, ...priced(view, indexes, this.#at), expiresAt, waitlistId: id };
  }

  #largestOf(tier: string | null, adjacent: boolean | null): number {
    const kind = kindOf(tier, adjacent);
    const known = this.#largest.get(kind) ?? largestFitting(this.#view, { tier, adjacent });
    this.#largest.set(kind, known);
    return known;
  }
}

const kindOf = (tier: string | null, adjacent: boolean | null): string => `${adjacent === true} ${tier}`;

function entryAt({ waitlist }: Ledger, waitlistId: string): WaitlistRow {
  const entry = waitlist.get(waitlistId);
  if (entry === undefined) throw new Error(`the queue has no place ${waitlistId}`);
  return entry;
}

function broken(waitlistId: string): never {
  throw new Error(`a wish that fits is not fulfilled: ${waitlistId}`);
}
