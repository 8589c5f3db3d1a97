import type { RateLimit } from "../../contracts/settings.ts";
import { type Bucket, takeToken } from "./token-bucket.ts";

const bucketsMax = 50_000;

/** The token buckets of everybody who calls one object, in its memory. When there are too many, those that are full again are forgotten. */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();

  take(who: string, { perSecond, burst }: RateLimit, now: number): Omit<ReturnType<typeof takeToken>, "bucket"> {
    const { bucket, ...answer } = takeToken(this.#buckets.get(who) ?? null, burst, perSecond, now);
    // Re-inserting keeps the map in the order of last use, so the front is what to forget.
    this.#buckets.delete(who);
    this.#buckets.set(who, bucket);
    if (this.#buckets.size > bucketsMax) this.#forgetFull(now, (burst / perSecond) * 1000);
    return answer;
  }

  #forgetFull(now: number, refillMs: number): void {
    for (const [who, { atMs }] of this.#buckets) {
      if (now - atMs < refillMs) return;
      this.#buckets.delete(who);
    }
  }
}
