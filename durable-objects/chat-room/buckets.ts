import type { RateLimit } from "../../contracts/settings.ts";
import { type Bucket, takeToken } from "../rate-limiter/token-bucket.ts";

const bucketsMax = 50_000;

/** A token bucket for each person, in memory: who was not heard of for so long that it is full again may be forgotten. */
export class Buckets {
  readonly #limit: RateLimit;
  readonly #buckets = new Map<string, Bucket>();

  constructor(limit: RateLimit) {
    this.#limit = limit;
  }

  /** Null if the call may pass, else the seconds until the next one may. */
  take(who: string, now: number): number | null {
    const { perSecond, burst } = this.#limit;
    const { bucket, allowed, resetSeconds } = takeToken(this.#buckets.get(who) ?? null, burst, perSecond, now);
    // Re-inserting keeps the map in the order of last use, so the front is what to forget.
    this.#buckets.delete(who);
    this.#buckets.set(who, bucket);
    if (this.#buckets.size > bucketsMax) this.#forgetFull(now, (burst / perSecond) * 1000);
    return allowed ? null : Math.max(1, Math.ceil(resetSeconds));
  }

  #forgetFull(now: number, refillMs: number): void {
    for (const [who, { atMs }] of this.#buckets) {
      if (now - atMs < refillMs) return;
      this.#buckets.delete(who);
    }
  }
}
