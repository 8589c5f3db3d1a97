/** A whole number from 0 to `below` − 1. */
export type Draw = (below: number) => number;

/**
 * The order of a waiting room. Before the opening nobody has a place; the opening draws one for each who is there; whoever comes later stands behind
 * them. Places are never exchanged, and their turn comes in their order.
 */
export class Queue {
  /** Who has which place. */
  readonly #byPlace: string[] = [];
  readonly #placeOf = new Map<string, number>();
  /** Who came before the opening. */
  readonly #early = new Set<string>();
  #opened = false;
  #admitted = 0;

  get isOpen(): boolean {
    return this.#opened;
  }

  get admitted(): number {
    return this.#admitted;
  }

  /** How many wait for their turn, or for the opening. */
  get waiting(): number {
    return this.#early.size + this.#byPlace.length - this.#admitted;
  }

  get size(): number {
    return this.#early.size + this.#byPlace.length;
  }

  /** Lets somebody in who is not there yet. Returns their place, or null before the opening. */
  join(userId: string): number | null {
    if (!this.#opened) {
      this.#early.add(userId);
      return null;
    }
    const place = this.#byPlace.push(userId) - 1;
    this.#placeOf.set(userId, place);
    return place;
  }

  /** Draws a place for each who is there, every order as likely as any other. Returns them in their new order. */
  open(draw: Draw): string[] {
    if (this.#opened) throw new Error("the waiting room is open already");
    this.#opened = true;
    const drawn = [...this.#early];
    this.#early.clear();
    for (let last = drawn.length - 1; last > 0; last--) {
      const other = draw(last + 1);
      [drawn[last], drawn[other]] = [drawn[other] ?? "", drawn[last] ?? ""];
    }
    for (const userId of drawn) this.join(userId);
    return drawn;
  }

  /** Gives the next so many their turn, in the order of their places. */
  admit(count: number): string[] {
    const next = this.#byPlace.slice(this.#admitted, this.#admitted + count);
    this.#admitted += next.length;
    return next;
  }

  has(userId: string): boolean {
    return this.#early.has(userId) || this.#placeOf.has(userId);
  }

  /** How many stand up to and with this person: 1 for whoever is next. Null before the opening, and for whoever has had their turn. */
  positionOf(userId: string): number | null {
    const place = this.#placeOf.get(userId);
    return place === undefined || place < this.#admitted ? null : place - this.#admitted + 1;
  }

  /** As storage has it: `ordered` by place, of whom the first `admitted` have had their turn. A person's last place is theirs. */
  static restored({ opened, admitted, early, ordered }: { opened: boolean; admitted: number; early: string[]; ordered: string[] }): Queue {
    const queue = new Queue();
    for (const userId of early) queue.#early.add(userId);
    for (const userId of ordered) queue.#placeOf.set(userId, queue.#byPlace.push(userId) - 1);
    queue.#opened = opened;
    queue.#admitted = admitted;
    return queue;
  }
}
