import { smallDurable } from "../small-durable.ts";
import { type Bucket, takeToken } from "./token-bucket.ts";

/** One caller's token bucket under one policy. It lives in memory: whoever stays away long enough to be forgotten has a full bucket anyway. */
export class RateLimiter extends smallDurable(["take"]) {
  bucket: Bucket | null = null;

  /** Takes one token of a bucket that holds `burst` and gains `perSecond`. `resetSeconds`: until the next call passes. */
  take(burst: number, perSecond: number, nowMs: number): Omit<ReturnType<typeof takeToken>, "bucket"> {
    const { bucket, ...answer } = takeToken(this.bucket, burst, perSecond, nowMs);
    this.bucket = bucket;
    return answer;
  }
}
