/**
 * Parts of an amount of money in minor units, in proportion to `weights` and exactly as much in sum: what rounding leaves over goes, one unit each, to the
 * parts that lost most by it, the first of equals first. No part is larger than its weight if the amount is not larger than their sum. All weights zero: nothing
 * can be divided, and only an amount of 0 is.
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) {
    if (amount === 0) return weights.map(() => 0);
    throw new RangeError(`${amount} cannot be divided among nothing`);
  }
  const shares = weights.map((weight) => BigInt(amount) * BigInt(weight));
  const parts = shares.map((share) => Number(share / whole));
  const order = shares
    .map((share, place) => ({ place, rest: share % whole }))
    .sort((a, b) => (a.rest === b.rest ? a.place - b.place : a.rest > b.rest ? -1 : 1));
  let left = amount - parts.reduce((sum, part) => sum + part, 0);
  for (const { place } of order) {
    if (left === 0) break;
    parts[place] = (parts[place] ?? 0) + 1;
    left -= 1;
  }
  return parts;
}

/** A share of an amount in whole percent, to the nearest minor unit, halves up. */
export const shareOf = (amount: number, percent: number): number => Number((BigInt(amount) * BigInt(percent) * 2n + 100n) / 200n);
