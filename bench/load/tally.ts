import type { LoadResult } from "./job.ts";

/** Counts what a run gets back. The clock starts when the tally is made. */
export class Tally {
  readonly #latencies: number[] = [];
  readonly #startedAt = performance.now();
  readonly #until: number;
  #failed = 0;
  #failure: string | null = null;

  constructor(secondsMax: number) {
    this.#until = this.#startedAt + secondsMax * 1000;
  }

  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  /** `sentAt`: of performance.now(). */
  answered(sentAt: number): void {
    this.#latencies.push(performance.now() - sentAt);
  }

  failed(what: string): void {
    this.#failed++;
    this.#failure ??= what.slice(0, 300);
  }

  result(): LoadResult {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return { done: this.#latencies.length, failed: this.#failed, failure: this.#failure, seconds, latencies: this.#latencies };
  }
}
