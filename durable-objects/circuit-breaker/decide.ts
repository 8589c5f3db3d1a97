/** When a breaker opens and closes. Times in milliseconds. */
export interface BreakerRules {
  /** How many of the last calls count. */
  window: number;
  minimumCalls: number;
  failurePercent: number;
  openMs: number;
  trialCalls: number;
  /** A trial of which nothing is heard for so long is given to somebody else. */
  trialMs: number;
}

export type BreakerMode = "CLOSED" | "OPEN" | "HALF_OPEN";

export interface Breaker {
  mode: BreakerMode;
  /** An administrator opened it: only an administrator closes it. */
  forced: boolean;
  /** Counts the changes of mode, so that a call that began before one says nothing about what came after. */
  generation: number;
  /** The last calls while it was closed, the newest last; true is a failure. */
  calls: boolean[];
  openedAtMs: number | null;
  /** The calls that are tried while it is half open. */
  trials: { id: number; atMs: number; good: boolean }[];
  trialsGiven: number;
  notPermitted: number;
}

/** What a call brings back when it is over. */
export interface Permit {
  generation: number;
  trial: number | null;
}

export const closedBreaker = (generation = 0): Breaker => ({
  mode: "CLOSED",
  forced: false,
  generation,
  calls: [],
  openedAtMs: null,
  trials: [],
  trialsGiven: 0,
  notPermitted: 0,
});

/** Whether a call may go out now; if not, in how many milliseconds it is worth asking again. `refused`: calls turned away without asking. */
export function askPermit(
  before: Breaker,
  rules: BreakerRules,
  nowMs: number,
  refused = 0,
): { breaker: Breaker; permit: Permit | null; retryAfterMs: number } {
  const breaker = afterWaiting({ ...before, notPermitted: before.notPermitted + refused }, rules, nowMs);
  const { generation } = breaker;
  if (breaker.mode === "CLOSED") return { breaker, permit: { generation, trial: null }, retryAfterMs: 0 };
  if (breaker.mode === "HALF_OPEN") {
    const trials = breaker.trials.filter(({ good, atMs }) => good || Math.abs(nowMs - atMs) < rules.trialMs);
    if (trials.length < rules.trialCalls) {
      const id = breaker.trialsGiven + 1;
      const given = { ...breaker, trials: [...trials, { id, atMs: nowMs, good: false }], trialsGiven: id };
      return { breaker: given, permit: { generation, trial: id }, retryAfterMs: 0 };
    }
  }
  const retryAfterMs = breaker.mode === "OPEN" ? waitMs(breaker, rules, nowMs) : trialPauseMs;
  return { breaker: { ...breaker, notPermitted: breaker.notPermitted + 1 }, permit: null, retryAfterMs };
}

/** The trials that are under way decide; until then there is nothing better to say than this. */
const trialPauseMs = 1000;

/** What a call's end does. The end of a call that was permitted before the last change of mode does nothing. */
export function noteResult(breaker: Breaker, rules: BreakerRules, nowMs: number, { generation, trial }: Permit, failed: boolean): Breaker {
  if (generation !== breaker.generation) return breaker;
  if (breaker.mode === "CLOSED") {
    const calls = [...breaker.calls, failed].slice(-rules.window);
    const noted = { ...breaker, calls };
    return isFailing(calls, rules) ? open(noted, nowMs) : noted;
  }
  if (breaker.mode !== "HALF_OPEN" || !breaker.trials.some(({ id }) => id === trial)) return breaker;
  if (failed) return open(breaker, nowMs);
  const trials = breaker.trials.map((each) => (each.id === trial ? { ...each, good: true } : each));
  return trials.filter(({ good }) => good).length >= rules.trialCalls ? closedBreaker(generation + 1) : { ...breaker, trials };
}

/** Whether one more success would change nothing: it is closed, and its window is full of them. */
export const isCalm = ({ mode, calls }: Breaker, { window }: BreakerRules): boolean =>
  mode === "CLOSED" && calls.length >= window && !calls.includes(true);

/** What an administrator asks for. */
export function override(breaker: Breaker, wanted: "CLOSE" | "FORCE_OPEN", nowMs: number): Breaker {
  return wanted === "CLOSE" ? closedBreaker(breaker.generation + 1) : { ...open(breaker, nowMs), forced: true };
}

/** The breaker as it stands at this moment: one that has waited long enough is half open, though nobody has asked yet. */
export function afterWaiting(breaker: Breaker, rules: BreakerRules, nowMs: number): Breaker {
  if (breaker.mode !== "OPEN" || breaker.forced) return breaker;
  // A clock that stepped back starts the wait again; otherwise it would last as long as the step.
  if (breaker.openedAtMs === null || nowMs < breaker.openedAtMs) return { ...breaker, openedAtMs: nowMs };
  if (nowMs < breaker.openedAtMs + rules.openMs) return breaker;
  return { ...breaker, mode: "HALF_OPEN", generation: breaker.generation + 1, trials: [] };
}

/** Failures in per cent of the window, or null while there are too few calls to say. */
export const failureRate = (calls: readonly boolean[], rules: BreakerRules): number | null =>
  calls.length < Math.min(rules.minimumCalls, rules.window) ? null : (calls.filter(Boolean).length / calls.length) * 100;

const isFailing = (calls: readonly boolean[], rules: BreakerRules): boolean => (failureRate(calls, rules) ?? -1) >= rules.failurePercent;

const open = (breaker: Breaker, nowMs: number): Breaker => ({
  ...breaker,
  mode: "OPEN",
  generation: breaker.generation + 1,
  openedAtMs: nowMs,
  trials: [],
});

const waitMs = ({ openedAtMs, forced }: Breaker, { openMs }: BreakerRules, nowMs: number): number =>
  forced ? openMs : Math.max(0, (openedAtMs ?? nowMs) + openMs - nowMs);
