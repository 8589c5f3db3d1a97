import type { SeatCode } from "../../../../contracts/seats.ts";
import type { SeatPlan } from "./plan.ts";

export interface SeatLook {
  status: "free" | "held" | "taken" | "blocked" | "mine";
  /** Picked here, not yet held. */
  chosen: boolean;
  /** Changed while somebody was looking: may move once. */
  live: boolean;
  /** The one seat that the tab key reaches. */
  cursor: boolean;
}

const statuses = ["free", "held", "taken", "blocked"] as const;
const chosenKey = (showtimeId: string) => `mq_chosen:${showtimeId}`;

/** What is known of each seat. Every seat's element listens to its own seat alone, so a change redraws nothing else. */
export class SeatStore {
  readonly plan: SeatPlan;
  version = -1;
  chosen: readonly number[] = [];
  mine: readonly number[] = [];
  /** Seats that a hold of ours is being asked for: turning LOCKED is what they should do. */
  #asked: ReadonlySet<number> = new Set();
  #codes: Uint8Array;
  #live: Uint8Array;
  #cursor = 0;
  #looks: SeatLook[];
  #seatListeners = new Map<number, () => void>();
  #listeners = new Set<() => void>();
  #lostListeners = new Set<(lost: number[]) => void>();
  /** Lost while nobody listened: between two visits of the page. */
  #untold: number[] = [];
  #ticks = 0;

  constructor(plan: SeatPlan) {
    this.plan = plan;
    this.#codes = new Uint8Array(plan.seats.length);
    this.#live = new Uint8Array(plan.seats.length);
    this.chosen = this.#restoreChosen();
    this.#looks = plan.seats.map((seat) => this.#lookOf(seat.index));
  }

  look(index: number): SeatLook {
    const look = this.#looks[index];
    if (look === undefined) throw new Error(`seat ${index} is not in the plan`);
    return look;
  }

  isFree(index: number): boolean {
    return this.#codes[index] === 0 && !this.mine.includes(index);
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
    const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    const version = view.getUint32(0, true);
    if (version < this.version && !fromChannel) return;
    const count = Math.min(view.getUint32(4, true), this.#codes.length);
    const first = this.version === -1;
    const changes: [number, SeatCode][] = [];
    for (let index = 0; index < count; index++) {
      const code = (((body[8 + (index >> 2)] ?? 0) >> ((index & 3) * 2)) & 3) as SeatCode;
      if (code !== this.#codes[index]) changes.push([index, code]);
    }
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
      if (code !== 0 && this.chosen.includes(index) && !this.#asked.has(index)) lost.push(index);
    }
    if (lost.length > 0) this.#lose(lost);
    this.#redraw(touched);
  }

  #lose(lost: number[]): void {
    this.#setChosen(this.chosen.filter((index) => !lost.includes(index)));
    if (this.#lostListeners.size === 0) this.#untold = lost;
    for (const listener of this.#lostListeners) listener(lost);
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

  /** While a hold is asked for, its seats are expected to lock. */
  expect(indexes: readonly number[]): void {
    this.#asked = new Set(indexes);
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
    if (ids.length === 0) sessionStorage.removeItem(chosenKey(this.plan.showtimeId));
    else sessionStorage.setItem(chosenKey(this.plan.showtimeId), JSON.stringify(ids));
    this.#redraw([...before, ...chosen]);
  }

  #restoreChosen(): number[] {
    const stored = sessionStorage.getItem(chosenKey(this.plan.showtimeId)) ?? "";
    return this.plan.seats.filter((seat) => stored.includes(`"${seat.id}"`)).map((seat) => seat.index);
  }

  #lookOf(index: number): SeatLook {
    const chosen = this.chosen.includes(index);
    const status = chosen || this.mine.includes(index) ? "mine" : (statuses[this.#codes[index] ?? 0] ?? "free");
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
