interface Entry<Value> {
  value: Value;
  until: number;
}

/** While one request asks again, the others go on for this long with what they know. */
const graceMs = 1000;

/**
 * Remembers what `load` gave for a key in this isolate, for a while. Requests never wait for each other's load, for a request that is cut off
 * takes its promises with it; a failed load is not remembered.
 */
export class TimedCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #entriesMax: number;
  readonly #ms: number;

  constructor({ entriesMax, seconds }: { entriesMax: number; seconds: number }) {
    this.#entriesMax = entriesMax;
    this.#ms = seconds * 1000;
  }

  async get(key: string, nowMs: number, load: () => Promise<Value>): Promise<Value> {
    const entry = this.#entries.get(key);
    if (entry !== undefined && entry.until > nowMs) return entry.value;
    if (entry !== undefined && entry.until + graceMs > nowMs) entry.until += graceMs;
    const value = await load();
    this.#remember(key, { value, until: nowMs + this.#ms });
    return value;
  }

  #remember(key: string, entry: Entry<Value>): void {
    this.#entries.delete(key);
    const oldest = this.#entries.size >= this.#entriesMax ? this.#entries.keys().next().value : undefined;
    if (oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(key, entry);
  }
}
