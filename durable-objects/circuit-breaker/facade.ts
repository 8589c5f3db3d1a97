import { proxyDurable } from "itty-durable";
import type { CircuitBreaker } from "./circuit-breaker.ts";

export interface CircuitBreakerFacade {
  permit(...input: Parameters<CircuitBreaker["permit"]>): ReturnType<CircuitBreaker["permit"]>;
  report(...input: Parameters<CircuitBreaker["report"]>): ReturnType<CircuitBreaker["report"]>;
  facts(...input: Parameters<CircuitBreaker["facts"]>): Promise<ReturnType<CircuitBreaker["facts"]>>;
  override(...input: Parameters<CircuitBreaker["override"]>): ReturnType<CircuitBreaker["override"]>;
}

/**
 * The typed face of a dependency's breaker, and the only way to it. Call a method on it at once and never await or return it from an async
 * function: itty-durable's proxy answers `.then` and would hang.
 */
export const circuitBreaker = (namespace: Env["CIRCUIT_BREAKER"], dependency: string): CircuitBreakerFacade =>
  (proxyDurable(namespace as never, { parse: true }) as unknown as { get(id: string): CircuitBreakerFacade }).get(dependency);
