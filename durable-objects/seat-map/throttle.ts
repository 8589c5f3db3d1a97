import type { ThrottleState } from "../../contracts/ledger.ts";
import { defaultSettings, type RateLimit } from "../../contracts/settings.ts";
import { type Bucket, takeToken } from "../rate-limiter/token-bucket.ts";

const bucketsMax = 50_000;

/**
 * The token buckets of everybody who calls one object, in its memory. When there are too many, those that are full again are forgotten. The limit
 * is the one that was heard of last: every call of the Worker brings it, and sockets go by it as well.
 */
export class Throttle {
  readonly #buckets = new Map<string, Bucket>();
  #limit: RateLimit | null = null;

  /** What counts from now on. `known` is what a socket was opened with: it counts only while nothing was heard, as after an eviction. */
  hear(limit: RateLimit | undefined, { known = false } = {}): void {
    if (limit !== undefined && !(known && this.#limit !== null)) this.#limit = limit;
  }

  take(caller: string, now: number): ThrottleState & { allowed: boolean } {
    const { burst, perSecond } = this.#limit ?? defaultSettings.rate.reservation;
    const { bucket, ...answer } = takeToken(this.#buckets.get(caller) ?? null, burst, perSecond, now);
    // Re-inserting keeps the map in the order of last use, so the front is what to forget.
    this.#buckets.delete(caller);
    this.#buckets.set(caller, bucket);
    const windowSeconds = burst / perSecond;
    if (this.#buckets.size > bucketsMax) this.#forgetFull(now, windowSeconds);
    return { ...answer, limit: burst, windowSeconds };
  }

  #forgetFull(now: number, refillSeconds: number): void {
    for (const [caller, { atMs }] of this.#buckets) {
      if (now - atMs < refillSeconds * 1000) return;
      this.#buckets.delete(caller);
    }
  }
}
