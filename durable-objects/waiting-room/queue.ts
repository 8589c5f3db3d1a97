/** A whole number from 0 to `below` − 1. */
export type Draw = (below: number) => number;

/** So many turns are given before the memory of those who had theirs is cut off. */
const forgottenAtOnce = 10_000;

/**
 * The order of a waiting room. Before the opening nobody has a place; the opening draws one for each who is there; whoever comes later stands behind
 * them. Places count from 0, are never exchanged, and their turn comes in their order. Whoever has had it is no longer here.
 */
export class Queue {
  /** Who came before the opening. */
  readonly #early = new Set<string>();
  readonly #placeOf = new Map<string, number>();
  /** From place `#firstPlace` on; those before `#admitted` have had their turn. */
  #line: string[] = [];
  #firstPlace = 0;
  #admitted = 0;
  #opened = false;

  get isOpen(): boolean {
    return this.#opened;
  }

  /** How many places have had their turn. */
  get admitted(): number {
    return this.#admitted;
  }

  /** How many wait for their turn, or for the opening. */
  get waiting(): number {
    return this.#early.size + this.#placeOf.size;
  }

  has(userId: string): boolean {
    return this.#early.has(userId) || this.#placeOf.has(userId);
  }

  /** Lets somebody in who is not here. Returns their place, or null before the opening. */
  join(userId: string): number | null {
    if (this.has(userId)) throw new Error("nobody waits twice");
    if (!this.#opened) {
      this.#early.add(userId);
      return null;
    }
    const place = this.#firstPlace + this.#line.push(userId) - 1;
    this.#placeOf.set(userId, place);
    return place;
  }

  /** Draws a place for each who is here, every order as likely as any other (Fisher–Yates). Returns them in their new order. */
  open(draw: Draw): string[] {
    if (this.#opened) throw new Error("the waiting room is open already");
    const drawn = [...this.#early];
    for (let last = drawn.length - 1; last > 0; last--) {
      const other = draw(last + 1);
      [drawn[last], drawn[other]] = [drawn[other] ?? "", drawn[last] ?? ""];
    }
    this.#early.clear();
    this.#opened = true;
    for (const userId of drawn) this.join(userId);
    return drawn;
  }

  /** Gives the next so many their turn, in the order of their places. */
  admit(count: number): string[] {
    const from = this.#admitted - this.#firstPlace;
    const next = this.#line.slice(from, from + count);
    this.#admitted += next.length;
    for (const userId of next) this.#placeOf.delete(userId);
    if (this.#admitted - this.#firstPlace >= forgottenAtOnce) {
      this.#line = this.#line.slice(this.#admitted - this.#firstPlace);
      this.#firstPlace = this.#admitted;
    }
    return next;
  }

  /** How many stand up to and with this person: 1 for whoever is next. Null before the opening, and for whoever is not here. */
  positionOf(userId: string): number | null {
    const place = this.#placeOf.get(userId);
    return place === undefined ? null : place - this.#admitted + 1;
  }

  /** As storage has it: `line` are those who still wait, by place, the first of them at the place `admitted`. */
  static restored({ opened, admitted, early, line }: { opened: boolean; admitted: number; early: string[]; line: string[] }): Queue {
    const queue = new Queue();
    for (const userId of early) queue.#early.add(userId);
    queue.#opened = opened;
    queue.#admitted = admitted;
    queue.#firstPlace = admitted;
    if (opened) for (const userId of line) queue.join(userId);
    return queue;
  }
}
