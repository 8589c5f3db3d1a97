import type { InvariantId, Violation } from "../history.ts";
import { runHistory } from "../simulate.ts";
import type { Mutant } from "./mutant.ts";

/** How a planted bug was found. `by`: the invariant that saw it, one of those expected if there is one; `steps`: of all histories until then. */
export interface Catch {
  mutant: Mutant;
  by: InvariantId | null;
  seed: number | null;
  steps: number;
  sentence: string | null;
}

/** Runs histories with a planted bug, of one seed after the other, until an expected invariant sees it or there are no more. */
export function catchMutant(mutant: Mutant, { seed, historiesMax }: { seed: number; historiesMax: number }): Catch {
  let steps = 0;
  for (let n = 0; n < historiesMax; n++) {
    const run = runHistory(seed + n, { hooks: mutant.hooks() });
    steps += run.steps;
    const seen: Violation | undefined = run.violations.find(({ invariant }) => mutant.caughtBy.includes(invariant));
    if (seen) return { mutant, by: seen.invariant, seed: seed + n, steps, sentence: seen.sentence };
  }
  return { mutant, by: null, seed: null, steps, sentence: null };
}
