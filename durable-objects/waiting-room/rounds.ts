/** Whose turn it is to hear of their place: at most `max` of `size` from `from` on, round and round; and with whom the next turn begins. */
export function nextToTell(from: number, size: number, max: number): { indexes: number[]; next: number } {
  const count = Math.min(size, max);
  const indexes = Array.from({ length: count }, (_, n) => (from + n) % size);
  return { indexes, next: size === 0 ? 0 : (from + count) % size };
}
