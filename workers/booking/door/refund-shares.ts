/**
 * How a booking's refunds are shared out over its seats, in minor units: over those that were given back, in proportion to their prices, or over all
 * if none was. The shares add up to `refunded` exactly; what rounding leaves goes to the first seats.
 */
export function refundShares(prices: readonly number[], refunded: number): number[] {
  const total = prices.reduce((sum, price) => sum + price, 0);
  const shares = prices.map((price) => (total === 0 ? 0 : Math.floor((refunded * price) / total)));
  const left = refunded - shares.reduce((sum, share) => sum + share, 0);
  if (total === 0) return shares.map((_, at) => (at === 0 ? left : 0));
  return shares.map((share, at) => (at < left ? share + 1 : share));
}
