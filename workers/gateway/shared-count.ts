/**
 * Calls of one caller that an isolate counts by itself before it takes one token of the platform's rate limiter for all of them: the limiter is a
 * call to another service, and counts only approximately anyway. `wrangler.toml` grants a caller `limit` tokens a period, so `limit × callsPerToken`
 * calls.
 */
export const callsPerToken = 20;
const callersMax = 10_000;
const refusedSeconds = 2;

const counted = new Map<string, number>();
const refusedUntil = new Map<string, number>();

/** Whether this call of `caller` is within its limit. */
export async function withinSharedLimit(limiter: RateLimit, caller: string, nowMs: number): Promise<boolean> {
  const until = refusedUntil.get(caller);
  if (until !== undefined && until > nowMs) return false;
  const calls = (counted.get(caller) ?? 0) + 1;
  if (counted.size >= callersMax) counted.clear();
  counted.set(caller, calls % callsPerToken);
  if (calls < callsPerToken) return true;
  const { success } = await limiter.limit({ key: caller });
  if (refusedUntil.size >= callersMax) refusedUntil.clear();
  if (success) refusedUntil.delete(caller);
  else refusedUntil.set(caller, nowMs + refusedSeconds * 1000);
  return success;
}
