import { limits } from "../../contracts/limits.ts";
import { webhookRetrySeconds } from "../../contracts/webhooks.ts";

const spread = 0.1;

/**
 * When the next attempt is made, in ms since 1970, after so many that failed; null: there is none. `random`: from 0 up to 1. `retryAfterMs`: how long the
 * receiver asks us to wait, which makes it later and never sooner.
 */
export function nextAttemptAt(attempts: number, nowMs: number, random: number, retryAfterMs: number | null): number | null {
  const seconds = webhookRetrySeconds[attempts];
  if (seconds === undefined) return null;
  const waitMs = seconds * 1000 * (1 - spread + 2 * spread * random);
  return nowMs + Math.round(Math.max(waitMs, retryAfterMs ?? 0));
}

/** What a `Retry-After` header asks for, in ms from now: seconds or an HTTP date, a day at most. Null for none, and for what is neither. */
export function retryAfterOf(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  if (text === "") return null;
  const ms = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : / GMT$/.test(text) ? Date.parse(text) - nowMs : Number.NaN;
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), limits.webhookRetryAfterSecondsMax * 1000);
}

/** Whether somebody to whom nothing came through since `failingSinceMs` is given up. */
export const isGivenUp = (failingSinceMs: number | null, nowMs: number): boolean =>
  failingSinceMs !== null && nowMs - failingSinceMs >= limits.webhookFailingDaysMax * 86_400_000;
