interface Entry {
  token: string;
  expiresAt: number;
}

/**
 * A binary min-heap of expiries. An entry whose hold has ended or was extended stays until it surfaces: `isCurrent` tells which still count.
 */
export class ExpiryHeap {
  readonly #entries: Entry[] = [];

  push(token: string, expiresAt: number): void {
    const entries = this.#entries;
    let at = entries.push({ token, expiresAt }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#at(parent).expiresAt <= expiresAt) break;
      entries[at] = this.#at(parent);
      at = parent;
    }
    entries[at] = { token, expiresAt };
  }

  /** Drops what no longer counts from the top and returns the earliest expiry that does, or null. */
  earliest(isCurrent: (token: string, expiresAt: number) => boolean): number | null {
    for (let top = this.#entries[0]; top !== undefined; top = this.#entries[0]) {
      if (isCurrent(top.token, top.expiresAt)) return top.expiresAt;
      this.#pop();
    }
    return null;
  }

  /** Every entry with expiry ≤ `now`, without changing anything: walks only the part of the heap that is due. */
  due(now: number): Entry[] {
    const due: Entry[] = [];
    const open = [0];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const entry = this.#entries[at];
      if (entry !== undefined && entry.expiresAt <= now) {
        due.push(entry);
        open.push(2 * at + 1, 2 * at + 2);
      }
    }
    return due;
  }

  #pop(): void {
    const entries = this.#entries;
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= entries.length) break;
      const child = left + 1 < entries.length && this.#at(left + 1).expiresAt < this.#at(left).expiresAt ? left + 1 : left;
      if (this.#at(child).expiresAt >= last.expiresAt) break;
      entries[at] = this.#at(child);
      at = child;
    }
    entries[at] = last;
  }

  #at(index: number): Entry {
    const entry = this.#entries[index];
    if (entry === undefined) throw new Error("the heap has no such entry");
    return entry;
  }
}
