import type { InvariantId } from "../history.ts";
import type { Hooks } from "../world/hooks.ts";

/** A bug to plant. `caughtBy`: the invariants that are expected to see it; one of them must. `hooks`: made anew for every history. */
export interface Mutant {
  name: string;
  caughtBy: readonly InvariantId[];
  hooks: () => Hooks;
}

/** Lists a bug. */
export const mutant = (name: string, caughtBy: readonly InvariantId[], hooks: () => Hooks): Mutant => ({ name, caughtBy, hooks });
