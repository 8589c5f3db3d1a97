import type { RatePolicyName } from "../../contracts/settings.ts";

/** `limit` calls in `windowSeconds`: the size of the bucket and the time in which it fills. */
interface Quota {
  limit: number;
  windowSeconds: number;
}

/** The headers of the IETF draft «RateLimit header fields for HTTP». `RateLimit-Policy`: q calls in w seconds. */
export const policyHeader = (name: RatePolicyName, { limit, windowSeconds }: Quota): Record<string, string> => ({
  "RateLimit-Policy": `"${name}";q=${limit};w=${Math.max(1, Math.ceil(windowSeconds))}`,
});

/** And `RateLimit`: r calls left, t seconds until one more. */
export const rateHeaders = (
  name: RatePolicyName,
  quota: Quota,
  { remaining, resetSeconds }: { remaining: number; resetSeconds: number },
): Record<string, string> => ({
  ...policyHeader(name, quota),
  RateLimit: `"${name}";r=${remaining};t=${Math.ceil(resetSeconds)}`,
});
