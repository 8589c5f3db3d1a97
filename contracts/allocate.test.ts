import { describe, expect, it } from "vitest";
import { allocate, shareOf } from "./allocate.ts";

/** The same numbers on every run. */
function* randomNumbers(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

describe("allocating an amount", () => {
  it("loses no unit and gives nobody more than the weight, over ten thousand carts", () => {
    const numbers = randomNumbers(7);
    const below = (max: number) => Math.floor(numbers.next().value * max);
    for (let round = 0; round < 10_000; round++) {
      const weights = Array.from({ length: 1 + below(12) }, () => below(1_000_000_000));
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      const amount = below(whole + 1);
      const parts = allocate(amount, weights);
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
      for (const [place, part] of parts.entries()) {
        const exact = (amount * (weights[place] ?? 0)) / whole;
        if (part < 0 || part > (weights[place] ?? 0) || Math.abs(part - exact) > 1) throw new Error(`${part} of ${exact} in ${weights}`);
      }
    }
  });

  it("gives what rounding leaves over to whom it took most from, the first of equals first", () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(5, [650, 350, 0])).toEqual([3, 2, 0]);
    expect(allocate(1, [1, 2])).toEqual([0, 1]);
  });

  it("divides nothing among nothing, and refuses to divide something among it", () => {
    expect(allocate(0, [0, 0])).toEqual([0, 0]);
    expect(allocate(0, [])).toEqual([]);
    expect(() => allocate(1, [0])).toThrow(RangeError);
  });
});

it("rounds a share to the nearest unit, halves up, whatever the currency's units are", () => {
  expect([shareOf(650, 15), shareOf(333, 50), shareOf(1, 50), shareOf(1, 49), shareOf(1_000_000_000, 33)]).toEqual([
    98, 167, 1, 0, 330_000_000,
  ]);
});
