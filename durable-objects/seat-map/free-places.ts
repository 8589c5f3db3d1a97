/** Which of the places without numbers are free: one bit each, so that the lowest are found without looking at the seats. */
export class FreePlaces {
  #bits = new Uint32Array(0);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  set(index: number, free: boolean): void {
    const word = index >>> 5;
    if (word >= this.#bits.length) this.#grow(word);
    const bits = this.#bits[word] ?? 0;
    const bit = 1 << (index & 31);
    if (((bits & bit) !== 0) === free) return;
    this.#bits[word] = bits ^ bit;
    this.#count += free ? 1 : -1;
  }

  /** The first `count` free places in the order of the map; fewer if there are not so many. */
  lowest(count: number): number[] {
    const found: number[] = [];
    if (this.#count === 0) return found;
    for (const [word, all] of this.#bits.entries()) {
      for (let bits = all; bits !== 0; bits &= bits - 1) {
        if (found.length === count) return found;
        found.push(word * 32 + 31 - Math.clz32(bits & -bits));
      }
    }
    return found;
  }

  #grow(word: number): void {
    const larger = new Uint32Array(Math.max(word + 1, this.#bits.length * 2));
    larger.set(this.#bits);
    this.#bits = larger;
  }
}
