import type { Violation } from "./history.ts";
import { type Run, runHistory } from "./simulate.ts";
import type { Hooks } from "./world/hooks.ts";

/**
 * The shortest beginning of a history that ends, once it has come to rest, in something that does not hold: found by halving, so it may be that a
 * shorter one that lies elsewhere does, too. `hooks`: of the bug that was planted, if one was.
 */
export function shrink({ seed }: Run, hooks: () => Hooks = () => ({})): { steps: number; violations: Violation[] } {
  const failing = (steps: number) => runHistory(seed, { hooks: hooks(), stepsMax: steps }).violations;
  let good = 0;
  let bad = 1;
  while (failing(bad).length === 0 && bad < 4096) {
    good = bad;
    bad *= 2;
  }
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (failing(middle).length > 0) bad = middle;
    else good = middle;
  }
  return { steps: bad, violations: failing(bad) };
}
