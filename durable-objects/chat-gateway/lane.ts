import { callObject } from "../../workers/platform/call-object.ts";

/**
 * One socket's way to one object. Several calls may be under way and arrive in their order, because they take the same stub; after a failure they are made
 * again one by one, each after those before it, so that nothing overtakes.
 */
export class Lane<Stub> {
  readonly #open: () => Stub;
  #stub: Stub | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #mending = 0;
  #underWay = 0;

  /** `open` makes a stub anew: one that failed can stay broken. */
  constructor(open: () => Stub) {
    this.#open = open;
  }

  get isIdle(): boolean {
    return this.#underWay === 0;
  }

  /** Makes a call; again after a failure if it is `idempotent`. Throws OVERLOADED or DEPENDENCY_UNAVAILABLE for the platform's troubles and passes bugs on. */
  call<Result>(ask: (stub: Stub) => Promise<Result>, options = { idempotent: true }): Promise<Result> {
    const before = this.#last;
    this.#underWay++;
    const first = this.#mending > 0 ? before.then(() => this.#ask(ask)) : this.#ask(ask);
    const done = this.#settle(first, before, ask, options);
    this.#last = done.catch(() => {});
    return done;
  }

  #ask<Result>(ask: (stub: Stub) => Promise<Result>): Promise<Result> {
    this.#stub ??= this.#open();
    return ask(this.#stub);
  }

  async #settle<Result>(
    first: Promise<Result>,
    before: Promise<unknown>,
    ask: (stub: Stub) => Promise<Result>,
    options: { idempotent: boolean },
  ): Promise<Result> {
    let failed = false;
    const attempt = async (): Promise<Result> => {
      if (failed) await before;
      try {
        return await (failed ? this.#ask(ask) : first);
      } catch (error) {
        if (!failed) this.#mending++;
        failed = true;
        this.#stub = null;
        throw error;
      }
    };
    try {
      return await callObject(attempt, options);
    } finally {
      if (failed) this.#mending--;
      this.#underWay--;
    }
  }
}
