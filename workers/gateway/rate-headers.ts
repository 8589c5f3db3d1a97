import { type RatePolicyName, ratePolicies } from "./rate-policies.ts";

/** The two headers of the IETF draft «RateLimit header fields for HTTP»: q calls in w seconds; r left, t seconds until one more. */
export function rateHeaders(name: RatePolicyName, state: { remaining: number; resetSeconds: number }): Record<string, string> {
  const { burst, perSecond } = ratePolicies[name];
  return {
    "RateLimit-Policy": `"${name}";q=${burst};w=${Math.ceil(burst / perSecond)}`,
    RateLimit: `"${name}";r=${state.remaining};t=${Math.ceil(state.resetSeconds)}`,
  };
}
