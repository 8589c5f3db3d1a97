import { smallDurable } from "../small-durable.ts";
import {
  afterWaiting,
  askPermit,
  type Breaker,
  type BreakerRules,
  closedBreaker,
  failureRate,
  isCalm,
  noteResult,
  override,
  type Permit,
} from "./decide.ts";

/** What everybody may see of a breaker. `failureRate` in per cent, null while there are too few calls; `openedAt` in ms since 1970. */
export interface BreakerFacts {
  state: Breaker["mode"];
  forced: boolean;
  failureRate: number | null;
  bufferedCalls: number;
  failedCalls: number;
  notPermittedCalls: number;
  openedAt: number | null;
}

/** The circuit breaker of one dependency, shared by all isolates. It is on disk before the answer leaves, so an eviction forgets nothing. */
export class CircuitBreaker extends smallDurable(["permit", "report", "facts", "override"]) {
  breaker: Breaker = closedBreaker();

  /**
   * Leave to make a call, or null and in how many ms to ask again. `refused`: calls that the caller turned away by itself since it last asked. `calm`: the
   * last calls were all good, so that other good ones need not be told of for a moment.
   */
  async permit(
    rules: BreakerRules,
    nowMs: number,
    refused: number,
  ): Promise<{ permit: Permit | null; retryAfterMs: number; calm: boolean }> {
    const { breaker, ...answer } = askPermit(this.breaker, rules, nowMs, refused);
    await become(this, breaker);
    return { ...answer, calm: isCalm(breaker, rules) };
  }

  /** The end of a call that `permit` let go. */
  async report(rules: BreakerRules, nowMs: number, permit: Permit, failed: boolean): Promise<BreakerFacts> {
    await become(this, noteResult(this.breaker, rules, nowMs, permit, failed));
    return factsOf(this.breaker, rules);
  }

  /** The breaker as it stands. */
  facts(rules: BreakerRules, nowMs: number): BreakerFacts {
    return factsOf(afterWaiting(this.breaker, rules, nowMs), rules);
  }

  /** Closes it and forgets what failed, or opens it until it is closed again by hand. Returns how it stood before and stands now. */
  async override(
    rules: BreakerRules,
    nowMs: number,
    wanted: "CLOSE" | "FORCE_OPEN",
  ): Promise<{ before: BreakerFacts; after: BreakerFacts }> {
    const before = this.facts(rules, nowMs);
    await become(this, override(this.breaker, wanted, nowMs));
    return { before, after: factsOf(this.breaker, rules) };
  }
}

/**
 * Takes over what was decided, at once, and writes it down. How many were turned away is written with the next change: it is only shown.
 * Not a private method: itty-durable calls methods on a proxy, which has no private members.
 */
async function become(object: CircuitBreaker, next: Breaker): Promise<void> {
  const changed = withoutCount(next) !== withoutCount(object.breaker);
  object.breaker = next;
  if (changed) await object.persist();
}

const withoutCount = (breaker: Breaker): string => JSON.stringify({ ...breaker, notPermitted: 0 });

function factsOf({ mode, forced, calls, notPermitted, openedAtMs }: Breaker, rules: BreakerRules): BreakerFacts {
  return {
    state: mode,
    forced,
    failureRate: failureRate(calls, rules),
    bufferedCalls: calls.length,
    failedCalls: calls.filter(Boolean).length,
    notPermittedCalls: notPermitted,
    openedAt: openedAtMs,
  };
}
