interface Entry<Value> {
  value: Value;
  until: number;
}

/** While one request asks again, the others go on for this long with what they know. */
const graceMs = 1000;

/**
 * Remembers what `load` gave for a key in this isolate, for a while. Requests never wait for each other's load, for a request that is cut off
 * takes its promises with it; a failed load is not remembered. What `isMiss` calls a miss is remembered apart, as much of it again: so that a flood
 * of questions to which there is nothing drives out no answer that is needed.
 */
export class TimedCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #misses = new Map<string, Entry<Value>>();
  readonly #entriesMax: number;
  readonly #ms: number;
  readonly #isMiss: (value: Value) => boolean;
  #timesForgotten = 0;

  constructor({ entriesMax, seconds, isMiss = () => false }: { entriesMax: number; seconds: number; isMiss?: (value: Value) => boolean }) {
    this.#entriesMax = entriesMax;
    this.#ms = seconds * 1000;
    this.#isMiss = isMiss;
  }

  async get(key: string, nowMs: number, load: () => Promise<Value>): Promise<Value> {
    const entry = this.#entries.get(key) ?? this.#misses.get(key);
    if (entry !== undefined && entry.until > nowMs) return entry.value;
    if (entry !== undefined && entry.until + graceMs > nowMs) entry.until += graceMs;
    const before = this.#timesForgotten;
    const value = await load();
    // What was read while it changed may be what it was.
    if (this.#timesForgotten === before) this.#remember(key, { value, until: nowMs + this.#ms });
    return value;
  }

  /** Forgets what is known of every key that begins so, in this isolate alone. */
  forget(prefix: string): void {
    this.#timesForgotten++;
    for (const entries of [this.#entries, this.#misses]) for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key);
  }

  #remember(key: string, entry: Entry<Value>): void {
    this.#entries.delete(key);
    this.#misses.delete(key);
    const entries = this.#isMiss(entry.value) ? this.#misses : this.#entries;
    const oldest = entries.size >= this.#entriesMax ? entries.keys().next().value : undefined;
    if (oldest !== undefined) entries.delete(oldest);
    entries.set(key, entry);
  }
}
