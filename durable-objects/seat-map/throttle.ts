import type { RatePolicy } from "../../workers/gateway/rate-policies.ts";
import { type Bucket, takeToken } from "../rate-limiter/token-bucket.ts";

const bucketsMax = 50_000;

/** The token buckets of everybody who calls one object, in its memory. When there are too many, those that are full again are forgotten. */
export class Throttle {
  readonly #buckets = new Map<string, Bucket>();
  readonly #policy: RatePolicy;

  constructor(policy: RatePolicy) {
    this.#policy = policy;
  }

  take(caller: string, now: number): { allowed: boolean; limit: number; remaining: number; resetSeconds: number } {
    const { burst, perSecond } = this.#policy;
    const { bucket, ...answer } = takeToken(this.#buckets.get(caller) ?? null, burst, perSecond, now);
    // Re-inserting keeps the map in the order of last use, so the front is what to forget.
    this.#buckets.delete(caller);
    this.#buckets.set(caller, bucket);
    if (this.#buckets.size > bucketsMax) this.#forgetFull(now);
    return { ...answer, limit: burst };
  }

  #forgetFull(now: number): void {
    const refillMs = (this.#policy.burst / this.#policy.perSecond) * 1000;
    for (const [caller, { atMs }] of this.#buckets) {
      if (now - atMs < refillMs) return;
      this.#buckets.delete(caller);
    }
  }
}
