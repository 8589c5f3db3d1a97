import { check } from "./check/check.ts";
import type { History, Violation } from "./history.ts";
import type { Hooks } from "./world/hooks.ts";
import { NeverAtRest, rest } from "./world/rest.ts";
import { Scheduler } from "./world/scheduler.ts";
import { World } from "./world/world.ts";

/** How a run ended. `steps`: all that happened, rests included. `violations`: of the first rest at which something did not hold. */
export interface Run {
  seed: number;
  steps: number;
  violations: Violation[];
  history: History;
}

/** How many steps a history has before it comes to rest, and how often it does. */
const stepsToRest = 350;
const restsMax = 2;

/**
 * One history by a seed: the same seed has the same history, to the last step. It stops at the first violation. `stepsMax`: of what is under way, rests
 * not counted.
 */
export function runHistory(
  seed: number,
  { hooks = {}, stepsMax = stepsToRest * restsMax }: { hooks?: Hooks; stepsMax?: number } = {},
): Run {
  const world = new World(seed, hooks);
  const scheduler = new Scheduler(world);
  let steps = 0;
  let taken = 0;
  try {
    while (taken < stepsMax) {
      const until = Math.min(stepsMax, taken + stepsToRest);
      for (; taken < until; taken++, steps++) scheduler.step();
      const midway = check(world.history(false));
      if (midway.length > 0) return { seed, steps, violations: midway, history: world.history(false) };
      steps += rest(world, scheduler);
      const history = world.history(true);
      const violations = check(history);
      if (violations.length > 0) return { seed, steps, violations, history };
    }
  } catch (error) {
    const isUnrest = error instanceof NeverAtRest;
    const history = world.history(isUnrest);
    const sentence = error instanceof Error ? error.message : String(error);
    const thrown: Violation = { invariant: isUnrest ? "REST" : "CORE", showtimeId: null, seq: null, sentence };
    return { seed, steps, violations: [...check(history), thrown], history };
  }
  return { seed, steps, violations: [], history: world.history(true) };
}
