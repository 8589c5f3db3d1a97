/** So many calls to rooms may be under way for one socket. */
const underWayMax = 64;

/**
 * The order of one socket's frames. Each is handled when those before it are done and answered, but what only goes on to another object is begun at once:
 * several may be under way together, and are answered in their order.
 */
export class FrameOrder {
  #handled: Promise<void> = Promise.resolve();
  #answered: Promise<void> = Promise.resolve();
  #underWay = 0;

  /** Runs `step` after everything before it. Never rejects: what `step` throws is for itself to catch. */
  run(step: () => void | Promise<void>): Promise<void> {
    return this.#next(async () => {
      await this.#answered;
      await step();
    });
  }

  /** Begins a call after those before it were begun, and gives its outcome to `finish` when those before it are answered. */
  begin<Result>(call: () => Promise<Result>, finish: (result: Result) => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    void this.#next(async () => {
      if (this.#underWay >= underWayMax) await this.#answered;
      this.#underWay++;
      const result = call();
      const before = this.#answered;
      this.#answered = (async () => {
        try {
          const [outcome] = await Promise.all([result, before]);
          finish(outcome);
        } catch {
          // Calls answer refusals, also of what went wrong: see `run`.
        } finally {
          this.#underWay--;
          resolve();
        }
      })();
    });
    return promise;
  }

  #next(step: () => Promise<void>): Promise<void> {
    this.#handled = this.#handled.then(step).catch(() => {});
    return this.#handled;
  }
}
