import type { RateLimit } from "../../contracts/settings.ts";
import { TokenBuckets } from "../rate-limiter/token-buckets.ts";

/** How often each person in a room may do one kind of thing. */
export class Buckets {
  readonly #limit: RateLimit;
  readonly #buckets = new TokenBuckets();

  constructor(limit: RateLimit) {
    this.#limit = limit;
  }

  /** Null if the call may pass, else the seconds until the next one may. */
  take(who: string, now: number): number | null {
    const { allowed, resetSeconds } = this.#buckets.take(who, this.#limit, now);
    return allowed ? null : Math.max(1, Math.ceil(resetSeconds));
  }
}
