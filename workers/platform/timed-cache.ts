/** Remembers what `load` gave for a key in this isolate, for a while. Concurrent misses share one load; a failed load is not remembered. */
export class TimedCache<Value> {
  readonly #entries = new Map<string, { value: Value; until: number }>();
  readonly #loading = new Map<string, Promise<Value>>();
  readonly #entriesMax: number;
  readonly #ms: number;

  constructor({ entriesMax, seconds }: { entriesMax: number; seconds: number }) {
    this.#entriesMax = entriesMax;
    this.#ms = seconds * 1000;
  }

  async get(key: string, nowMs: number, load: () => Promise<Value>): Promise<Value> {
    const entry = this.#entries.get(key);
    if (entry !== undefined && entry.until > nowMs) return entry.value;
    const running = this.#loading.get(key) ?? this.#load(key, nowMs, load);
    return running;
  }

  #load(key: string, nowMs: number, load: () => Promise<Value>): Promise<Value> {
    const running = load()
      .then((value) => {
        this.#entries.delete(key);
        const oldest = this.#entries.size >= this.#entriesMax ? this.#entries.keys().next().value : undefined;
        if (oldest !== undefined) this.#entries.delete(oldest);
        this.#entries.set(key, { value, until: nowMs + this.#ms });
        return value;
      })
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, running);
    return running;
  }
}
