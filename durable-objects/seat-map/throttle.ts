import type { ThrottleState } from "../../contracts/ledger.ts";
import { defaultSettings, type RateLimit } from "../../contracts/settings.ts";
import { TokenBuckets } from "../rate-limiter/token-buckets.ts";

/** How often each caller may hold and release. The limit is the one that was heard of last: every call of the Worker brings it, and sockets go by it as well. */
export class Throttle {
  readonly #buckets = new TokenBuckets();
  #limit: RateLimit | null = null;

  /** What counts from now on. `known` is what a socket was opened with: it counts only while nothing was heard, as after an eviction. */
  hear(limit: RateLimit | undefined, { known = false } = {}): void {
    if (limit !== undefined && !(known && this.#limit !== null)) this.#limit = limit;
  }

  take(caller: string, now: number): ThrottleState & { allowed: boolean } {
    const limit = this.#limit ?? defaultSettings.rate.reservation;
    return { ...this.#buckets.take(caller, limit, now), limit: limit.burst, windowSeconds: limit.burst / limit.perSecond };
  }
}
