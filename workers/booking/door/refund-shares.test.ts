import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refundShares } from "./refund-shares.ts";

describe("what went back of a booking", () => {
  it("is shared out by price", () => {
    expect(refundShares([6000, 4000], 5000)).toEqual([3000, 2000]);
    expect(refundShares([100, 100, 100], 100)).toEqual([34, 33, 33]);
    expect(refundShares([0, 0], 7)).toEqual([7, 0]);
    expect(refundShares([], 0)).toEqual([]);
  });

  it("adds up, whatever it was", () => {
    const prices = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(prices, fc.nat(100_000_000), (each, refunded) => {
        const shares = refundShares(each, refunded);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(refunded);
        expect(shares.every((share) => share >= 0)).toBe(true);
      }),
    );
  });
});
