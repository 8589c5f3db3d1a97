import { describe, expect, it } from "vitest";
import type { InvariantId } from "./history.ts";
import { catchMutant } from "./mutants/catch-mutant.ts";
import { mutants } from "./mutants/mutants.ts";
import { shrink } from "./shrink.ts";
import { runHistory } from "./simulate.ts";

/** All but those of the runs themselves: that they come to rest, and that nothing throws. */
const invariantIds = "I1 I2 I3 I4 I5 I6 I7 I8 I9 I10 I11 I12 I13 I14 I15 I17 QUEUE DOOR PRICE SHOW".split(" ") as InvariantId[];
const historiesMax = 600;

describe("a planted bug is caught by the invariant that it breaks", () => {
  it("of which there are at least thirty, each with a name of its own", () => {
    expect(mutants.length).toBeGreaterThanOrEqual(30);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it("and no invariant is without a bug that it alone is expected to catch", () => {
    const expected = new Set(mutants.flatMap(({ caughtBy }) => (caughtBy.length === 1 ? caughtBy : [])));
    expect(invariantIds.filter((id) => !expected.has(id))).toEqual([]);
  });

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))("%s", { timeout: 60_000 }, (_, mutant) => {
    const { by, sentence } = catchMutant(mutant, { seed: 1, historiesMax });
    expect([by, sentence]).toEqual([expect.toBeOneOf([...mutant.caughtBy]), expect.any(String)]);
  });
});

describe("a history that fails", () => {
  it("is cut down to a shorter beginning that fails by itself, at its last step and not before", () => {
    const hooks = () => ({ forgetsKeys: "always" as const, claims: "unpaid" as const });
    const seed = Array.from({ length: 50 }, (_, n) => n + 1).find((n) => runHistory(n, { hooks: hooks() }).violations.length > 0) ?? 0;
    const failed = runHistory(seed, { hooks: hooks() });
    const { steps, violations } = shrink(failed, hooks);
    expect(steps).toBeLessThanOrEqual(failed.steps);
    expect(violations.length).toBeGreaterThan(0);
    expect(runHistory(seed, { hooks: hooks(), stepsMax: steps }).violations).toEqual(violations);
    expect(runHistory(seed, { hooks: hooks(), stepsMax: steps - 1 }).violations).toEqual([]);
  });
});
