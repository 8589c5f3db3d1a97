import { describe, expect, it } from "vitest";
import { catchMutant } from "./mutants/catch-mutant.ts";
import { mutants } from "./mutants/mutants.ts";

const historiesMax = 250;

describe("a planted bug is caught by the invariant that it breaks", () => {
  it("of which there are at least thirty, each with a name of its own", () => {
    expect(mutants.length).toBeGreaterThanOrEqual(30);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))("%s", { timeout: 60_000 }, (_, mutant) => {
    const { by, sentence } = catchMutant(mutant, { seed: 1, historiesMax });
    expect([by, sentence]).toEqual([expect.toBeOneOf([...mutant.caughtBy]), expect.any(String)]);
  });
});
