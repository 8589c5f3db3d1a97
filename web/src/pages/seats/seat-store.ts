import { changedPrice } from "../../../../contracts/price-change.ts";
import type { PriceChange } from "../../../../contracts/pricing.ts";
import type { SeatCode } from "../../../../contracts/seats.ts";
import { codesIn, headOf } from "./availability.ts";
import type { PlanSeat, SeatPlan } from "./plan.ts";
import { type PriceTerms, priceChangeNow } from "./price-now.ts";

export interface SeatLook {
  status: "free" | "held" | "taken" | "blocked" | "mine";
  /** Picked here, not yet held. */
  chosen: boolean;
  /** Changed while somebody was looking: may move once. */
  live: boolean;
  /** The one seat that the tab key reaches. */
  cursor: boolean;
}

interface StoreOptions {
  /** Without, every price is what the map says. */
  prices?: PriceTerms;
  /** Seats of the booking that is being exchanged, by index with what was paid for them: as good as free, for us. */
  ours?: ReadonlyMap<number, number>;
  /** Under which name the choice is remembered; the showtime's by default. */
  memory?: string;
}

const statuses = ["free", "held", "taken", "blocked"] as const;

/** What is known of each seat. Every seat's element listens to its own seat alone, so a change redraws nothing else. */
export class SeatStore {
  readonly plan: SeatPlan;
  readonly ours: ReadonlyMap<number, number>;
  version = -1;
  chosen: readonly number[] = [];
  mine: readonly number[] = [];
  /** What the rules make of the prices now. */
  change: PriceChange | null;
  #prices: PriceTerms | undefined;
  #memory: string;
  /** Seats that a hold of ours is being asked for: turning LOCKED is what they should do. */
  #asked: ReadonlySet<number> = new Set();
  #codes: Uint8Array;
  #live: Uint8Array;
  #cursor: number;
  #looks: SeatLook[];
  #seatListeners = new Map<number, () => void>();
  #listeners = new Set<() => void>();
  #lostListeners = new Set<(lost: number[]) => void>();
  /** Lost while nobody listened: between two visits of the page. */
  #untold: number[] = [];
  #ticks = 0;

  constructor(plan: SeatPlan, { prices, ours = new Map(), memory = plan.showtimeId }: StoreOptions = {}) {
    this.plan = plan;
    this.ours = ours;
    this.#prices = prices;
    this.#memory = `mq_chosen:${memory}`;
    this.change = prices?.pricing ?? null;
    this.#codes = new Uint8Array(plan.seats.length);
    this.#live = new Uint8Array(plan.seats.length);
    this.#cursor = plan.drawn[0]?.index ?? 0;
    this.chosen = this.#restoreChosen();
    this.#looks = plan.seats.map((seat) => this.#lookOf(seat.index));
  }

  look(index: number): SeatLook {
    const look = this.#looks[index];
    if (look === undefined) throw new Error(`seat ${index} is not in the plan`);
    return look;
  }

  isFree(index: number): boolean {
    return (this.#codes[index] === 0 || this.ours.has(index)) && !this.mine.includes(index);
  }

  /** How many of these seats are free; of all, if none are named. */
  freeCount(seats: readonly PlanSeat[] = this.plan.seats): number {
    return seats.reduce((count, { index }) => count + (this.#codes[index] === 0 ? 1 : 0), 0);
  }

  /** What a hold would freeze now; what was paid, for a seat of the booking that is being exchanged. */
  priceOf({ index, price }: Pick<PlanSeat, "index" | "price">): number {
    return this.ours.get(index) ?? this.priced(price);
  }

  /** A price of the map after the rules. */
  priced(base: number): number {
    return changedPrice(base, this.change, { floor: this.#prices?.priceFloor ?? null, ceiling: this.#prices?.priceCeiling ?? null });
  }

  /** Looks whether the rules make something else of the prices now. Every seat's label names its price, so all are drawn anew then. */
  reprice(nowMs: number = Date.now()): void {
    if (this.#prices === undefined || this.#prices.pricingRules.length === 0 || this.version === -1) return;
    const next = priceChangeNow(this.#prices, this.freeCount(), this.plan.seats.length, nowMs);
    if (JSON.stringify(next) === JSON.stringify(this.change)) return;
    this.change = next;
    this.#redraw(this.plan.seats.map((seat) => seat.index));
  }

  onSeat(index: number, listener: () => void): () => void {
    this.#seatListeners.set(index, listener);
    return () => this.#seatListeners.delete(index);
  }

  /** Any change at all. `ticks` is its snapshot. */
  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly ticks = (): number => this.#ticks;

  /** Chosen seats that somebody else got. */
  onLost(listener: (lost: number[]) => void): () => void {
    this.#lostListeners.add(listener);
    if (this.#untold.length > 0) listener(this.#untold);
    this.#untold = [];
    return () => this.#lostListeners.delete(listener);
  }

  /** The availability body: version, count, two bits a seat. An older one than what is known says nothing, unless the live channel sent it. */
  applySnapshot(body: Uint8Array, fromChannel: boolean): void {
    const { version } = headOf(body);
    if (version < this.version && !fromChannel) return;
    const first = this.version === -1;
    const changes = codesIn(body, this.#codes.length).filter(([index, code]) => code !== this.#codes[index]);
    this.#apply(version, changes, !first);
  }

  applyDelta(version: number, changes: readonly (readonly [number, SeatCode])[]): void {
    this.#apply(version, changes, true);
  }

  #apply(version: number, changes: readonly (readonly [number, SeatCode])[], live: boolean): void {
    this.version = version;
    const lost: number[] = [];
    const touched: number[] = [];
    for (const [index, code] of changes) {
      if (index >= this.#codes.length) continue;
      this.#codes[index] = code;
      if (live) this.#live[index] = 1;
      touched.push(index);
      if (code !== 0 && this.chosen.includes(index) && !this.#asked.has(index) && !this.ours.has(index)) lost.push(index);
    }
    if (lost.length > 0) this.#lose(lost);
    this.#redraw(touched);
    this.reprice();
  }

  /** A place without a number is as good as any other: it is replaced and nobody need know. */
  #lose(lost: number[]): void {
    const places = lost.filter((index) => this.plan.seats[index]?.general).length;
    this.#setChosen(this.chosen.filter((index) => !lost.includes(index)));
    if (places > 0) this.choosePlaces(this.chosenPlaces() + places);
    const seats = lost.filter((index) => !this.plan.seats[index]?.general);
    if (seats.length === 0) return;
    if (this.#lostListeners.size === 0) this.#untold = seats;
    for (const listener of this.#lostListeners) listener(seats);
  }

  /** The server refused a hold for these: somebody was quicker. */
  refuse(lost: number[]): void {
    for (const index of lost) if (this.#codes[index] === 0) this.#codes[index] = 1;
    this.#lose(lost);
    this.#redraw(lost);
  }

  choose(indexes: readonly number[]): void {
    this.#setChosen(indexes.filter((index) => this.isFree(index)));
  }

  toggle(index: number): void {
    if (this.chosen.includes(index)) this.#setChosen(this.chosen.filter((each) => each !== index));
    else if (this.isFree(index)) this.#setChosen([...this.chosen, index]);
  }

  chosenPlaces(): number {
    return this.chosen.filter((index) => this.plan.seats[index]?.general).length;
  }

  /** So many places without numbers beside the chosen seats, any of those that are free: if all took the first ones they would collide. */
  choosePlaces(count: number): void {
    const seats = this.chosen.filter((index) => !this.plan.seats[index]?.general);
    const kept = this.chosen.filter((index) => this.plan.seats[index]?.general).slice(0, count);
    const free = this.plan.places.map((place) => place.index).filter((index) => this.isFree(index) && !kept.includes(index));
    while (kept.length < count && free.length > 0) kept.push(...free.splice(Math.floor(Math.random() * free.length), 1));
    this.#setChosen([...seats, ...kept]);
  }

  /** While a hold is asked for, its seats are expected to lock. */
  expect(indexes: readonly number[]): void {
    this.#asked = new Set(indexes);
  }

  /** Nothing is asked for any more: chosen seats that are not free by now are somebody else's. */
  settle(): void {
    this.#asked = new Set();
    const lost = this.chosen.filter((index) => !this.isFree(index));
    if (lost.length > 0) this.#lose(lost);
  }

  /** These are held for us; they are no longer merely chosen. */
  keep(indexes: readonly number[]): void {
    const before = this.mine;
    this.mine = indexes;
    this.#asked = new Set();
    this.#setChosen(this.chosen.filter((index) => !indexes.includes(index)));
    this.#redraw([...before, ...indexes]);
  }

  /** Our hold was given back: free until the server says otherwise. */
  giveBack(): void {
    const before = this.mine;
    for (const index of before) this.#codes[index] = 0;
    this.mine = [];
    this.#redraw(before);
  }

  moveCursor(index: number): void {
    const before = this.#cursor;
    this.#cursor = index;
    this.#redraw([before, index]);
  }

  #setChosen(chosen: readonly number[]): void {
    const before = this.chosen;
    this.chosen = chosen;
    const ids = chosen.map((index) => this.plan.seats[index]?.id);
    if (ids.length === 0) sessionStorage.removeItem(this.#memory);
    else sessionStorage.setItem(this.#memory, JSON.stringify(ids));
    this.#redraw([...before, ...chosen]);
  }

  /** What was chosen before a reload; of an exchange, to begin with, the seats that one has. */
  #restoreChosen(): number[] {
    const stored = sessionStorage.getItem(this.#memory);
    if (stored === null) return [...this.ours.keys()];
    return this.plan.seats.filter((seat) => stored.includes(`"${seat.id}"`)).map((seat) => seat.index);
  }

  #lookOf(index: number): SeatLook {
    const chosen = this.chosen.includes(index);
    const known = this.ours.has(index) ? "free" : (statuses[this.#codes[index] ?? 0] ?? "free");
    const status = chosen || this.mine.includes(index) ? "mine" : known;
    return { status, chosen, live: this.#live[index] === 1, cursor: index === this.#cursor };
  }

  #redraw(indexes: readonly number[]): void {
    for (const index of new Set(indexes)) {
      this.#looks[index] = this.#lookOf(index);
      this.#seatListeners.get(index)?.();
    }
    this.#ticks += 1;
    for (const listener of this.#listeners) listener();
  }
}
