import type { LedgerEvent } from "../../contracts/events.ts";
import type { Fact } from "./ledger.ts";

export interface CommitEntry {
  facts: readonly Fact[];
  /** The answer to keep under the caller's Idempotency-Key, in the same transaction as the facts. */
  record: { key: string; fingerprint: string; answer: string } | null;
  /** What others must hear of because of the facts. */
  events: readonly LedgerEvent[];
}

/**
 * Gathers what is decided in one turn of the event loop into one commit, because the disk and not the processor is what a single writer
 * waits for. A timer of 0 ms groups everything that is waiting; a microtask would group nothing, as every call is a turn of its own.
 */
export class GroupCommit {
  #waiting: { entry: CommitEntry; done: () => void }[] = [];
  readonly #write: (batch: readonly CommitEntry[]) => void;

  /** `write` puts a batch on disk, synchronously and in one transaction. If it throws, nobody is answered: it must reset the object. */
  constructor(write: (batch: readonly CommitEntry[]) => void) {
    this.#write = write;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** Resolves when the entry is committed. */
  add(entry: CommitEntry): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ entry, done });
      if (this.#waiting.length === 1) setTimeout(() => this.#flush(), 0);
    });
  }

  /** Resolves when everything decided so far is committed: what was read from memory may then be told. */
  settled(): Promise<void> {
    return this.#waiting.length === 0 ? Promise.resolve() : this.add({ facts: [], record: null, events: [] });
  }

  #flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    this.#write(batch.map(({ entry }) => entry));
    for (const { done } of batch) done();
  }
}
