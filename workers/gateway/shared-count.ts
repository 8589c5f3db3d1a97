import { bindingTokensPerSecond } from "../../contracts/settings.ts";

/**
 * Calls of one caller that an isolate counts by itself before it takes one token of the platform's rate limiter for all of them: the limiter is a
 * call to another service, and counts only approximately anyway. `wrangler.toml` grants a caller a fixed number of tokens; what a token is worth
 * makes it the limit that is set.
 */
export const callsPerToken = (perSecond: number): number => Math.max(1, Math.round(perSecond / bindingTokensPerSecond));

const callersMax = 10_000;
/** Whoever was refused is refused for so long without asking the limiter again. */
export const refusedSeconds = 2;

const counted = new Map<string, number>();
const refusedUntil = new Map<string, number>();

/** Whether this call of `caller` is within its limit, when every `callsEach` of them cost a token. */
export async function withinSharedLimit(limiter: RateLimit, caller: string, callsEach: number, nowMs: number): Promise<boolean> {
  const until = refusedUntil.get(caller);
  if (until !== undefined && until > nowMs) return false;
  const calls = (counted.get(caller) ?? 0) + 1;
  if (counted.size >= callersMax) counted.clear();
  const isDue = calls >= callsEach;
  counted.set(caller, isDue ? 0 : calls);
  if (!isDue) return true;
  const { success } = await limiter.limit({ key: caller });
  if (refusedUntil.size >= callersMax) refusedUntil.clear();
  if (success) refusedUntil.delete(caller);
  else refusedUntil.set(caller, nowMs + refusedSeconds * 1000);
  return success;
}
