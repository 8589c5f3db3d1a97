/** How long something waits for its turn before whoever brought it does it by themselves. */
const patienceMs = 2000;
/** So many are one statement at most. */
const togetherMax = 100;

interface Waiting<Input, Output> {
  input: Input;
  done: (output: Output | null) => void;
}

/**
 * Does at once what comes alone; what comes while that is under way is done together, by one call. For an object: only its requests may wait for each other.
 */
export class Gathered<Input, Output> {
  readonly #work: (inputs: readonly Input[]) => Promise<readonly (Output | null)[]>;
  #waiting: Waiting<Input, Output>[] = [];
  #running = false;

  /** `work` answers in the order of what it is given. */
  constructor(work: (inputs: readonly Input[]) => Promise<readonly (Output | null)[]>) {
    this.#work = work;
  }

  /** What became of it; null if nothing did, or nobody knows. Never throws. */
  add(input: Input): Promise<Output | null> {
    return new Promise((done) => {
      const entry: Waiting<Input, Output> = { input, done };
      this.#waiting.push(entry);
      if (!this.#running) return void this.#run();
      const clock = setTimeout(() => this.#giveUp(entry), patienceMs);
      entry.done = (output) => {
        clearTimeout(clock);
        done(output);
      };
    });
  }

  #giveUp(entry: Waiting<Input, Output>): void {
    const place = this.#waiting.indexOf(entry);
    if (place === -1) return;
    this.#waiting.splice(place, 1);
    entry.done(null);
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, togetherMax);
      const outputs = await this.#work(batch.map(({ input }) => input)).catch(() => []);
      for (const [place, { done }] of batch.entries()) done(outputs[place] ?? null);
    }
    this.#running = false;
  }
}
