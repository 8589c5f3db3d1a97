import { proxyDurable } from "itty-durable";
import type { RateLimiter } from "./rate-limiter.ts";

export interface RateLimiterFacade {
  take(...input: Parameters<RateLimiter["take"]>): Promise<ReturnType<RateLimiter["take"]>>;
}

/**
 * The typed face of a caller's bucket, and the only way to it. Call a method on it at once and never await or return it from an async
 * function: itty-durable's proxy answers `.then` and would hang.
 */
export const rateLimiter = (namespace: Env["RATE_LIMITER"], caller: string): RateLimiterFacade =>
  (proxyDurable(namespace as never, { parse: true }) as unknown as { get(id: string): RateLimiterFacade }).get(caller);
