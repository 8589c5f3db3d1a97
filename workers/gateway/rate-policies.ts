/**
 * Token buckets: `burst` calls at once, refilled with `perSecond`. A full refill takes at most 10 s, the time after which an idle object is
 * evicted: so a bucket that is forgotten would have been full, and buckets can live in memory.
 */
export interface RatePolicy {
  burst: number;
  perSecond: number;
  /**
   * Where it is counted: `object`: exactly, in one small object per caller · `binding`: by the platform, per location and approximately ·
   * `owner`: exactly, in the object that the route calls anyway.
   */
  counted: "object" | "binding" | "owner";
}

export const ratePolicies = {
  /** Log-in, registration and refresh: by address. */
  auth: { burst: 300, perSecond: 50, counted: "object" },
  /** Holds and releases: by user and showtime, in the showtime's object. */
  reservation: { burst: 100, perSecond: 20, counted: "owner" },
  reads: { burst: 6000, perSecond: 600, counted: "binding" },
  writes: { burst: 6000, perSecond: 600, counted: "binding" },
} as const satisfies Record<string, RatePolicy>;

export type RatePolicyName = keyof typeof ratePolicies;
