/** Turns that follow each other closely are so far apart, so that a busy room commits less often than it is spoken in. */
const apartMs = 8;

/**
 * Gathers the commands that wait into one turn, which is one transaction, because the disk and not the processor is what a single writer waits for. A
 * command decides on what the one before it has left, and nobody is answered before all of it is on disk.
 */
export class Turns {
  #turnedAt = 0;
  #waiting: { command: () => unknown; done: (result: never) => void; failed: (error: unknown) => void }[] = [];
  readonly #run: (turn: () => void) => void;
  readonly #after: () => void;

  /** `run` calls a turn in a transaction; if that throws nobody is answered: it must reset the object. `after`: what a finished turn leads to. */
  constructor(run: (turn: () => void) => void, after: () => void) {
    this.#run = run;
    this.#after = after;
  }

  /** How many commands wait. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Resolves with the command's result when it is committed. */
  do<Result>(command: () => Result): Promise<Result> {
    return new Promise((done, failed) => {
      this.#waiting.push({ command, done, failed });
      if (this.#waiting.length === 1) setTimeout(() => this.#turn(), Date.now() - this.#turnedAt < apartMs ? apartMs : 0);
    });
  }

  #turn(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#turnedAt = Date.now();
    const results: unknown[] = [];
    try {
      this.#run(() => {
        for (const { command } of batch) results.push(command());
      });
    } catch (error) {
      for (const { failed } of batch) failed(error);
      throw error;
    }
    for (const [index, { done }] of batch.entries()) done(results[index] as never);
    this.#after();
  }
}
