const backOffMs = { first: 500, most: 20_000 };

/**
 * How long to wait before connecting again after so many failures in a row: full jitter, because thousands who were cut off together must not come back
 * together. `random`: from 0 to 1.
 */
export function reconnectAfterMs(failures: number, random: number): number {
  const ceiling = Math.min(backOffMs.most, backOffMs.first * 2 ** Math.min(failures, 10));
  return Math.round(ceiling * (0.1 + 0.9 * random));
}
