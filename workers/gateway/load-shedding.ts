import type { MiddlewareHandler } from "hono";
import { limits } from "../../contracts/limits.ts";
import { AppError } from "../platform/app-error.ts";
import type { AppEnv } from "./app-env.ts";
import type { Endpoint } from "./endpoint.ts";

/** What this isolate has taken on and not answered, and how long an answer takes it lately. */
export interface Strain {
  inFlight: number;
  /** Of these, how many pay or confirm. */
  finishing: number;
  /** Smoothed over the last answers of attempts to book, in milliseconds. */
  answerMs: number;
}

/** How much the latest answer counts. */
const latestShare = 0.05;

/**
 * Whether a request is turned away before it costs anything. Whoever begins something new waits outside while many are about to pay or confirm, or
 * many wait for answers that have become slow. Those who pay or confirm are let through: an order that is half done has cost already. A crowd that
 * comes at one moment for the same seats is let in whole.
 */
export function isTurnedAway(endpoint: Pick<Endpoint, "attempt" | "access">, { inFlight, finishing, answerMs }: Strain): boolean {
  if (inFlight >= limits.requestsInFlightMax) return true;
  if (endpoint.attempt !== "reserve") return false;
  return finishing >= limits.ordersFinishingMax || (inFlight >= limits.requestsInFlightUnhurried && answerMs > limits.answerMsUnhurried);
}

const finishes = ({ attempt }: Pick<Endpoint, "attempt">): boolean => attempt === "pay" || attempt === "confirm";

/** The strain after one more answer of an attempt to book. */
export const answered = (answerMs: number, latestMs: number): number => answerMs + (latestMs - answerMs) * latestShare;

/** Counts what is in flight in this isolate and turns away what would only make everybody wait: OVERLOADED with Retry-After, at once. */
export function loadShedding(): MiddlewareHandler<AppEnv> {
  const strain: Strain = { inFlight: 0, finishing: 0, answerMs: 0 };
  return async (c, next) => {
    const endpoint = c.get("endpoint");
    if (isTurnedAway(endpoint, strain)) throw new AppError("OVERLOADED", { retryAfterSeconds: 1 + Math.floor(Math.random() * 3) });
    const ctx = c.get("ctx");
    const startedAt = ctx.now();
    const finishing = finishes(endpoint) ? 1 : 0;
    strain.inFlight++;
    strain.finishing += finishing;
    try {
      await next();
    } finally {
      strain.inFlight--;
      strain.finishing -= finishing;
      if (endpoint.attempt !== undefined) strain.answerMs = answered(strain.answerMs, ctx.now() - startedAt);
    }
  };
}
