import { limits } from "../../contracts/limits.ts";

const endedMax = 10_000;
/** When the last access token of a session that this isolate has ended runs out, by the session's id. */
const ended = new Map<string, number>();

/** Remembers sessions that have just been ended, for as long as their access tokens would be good. */
export function noteEnded(sessionIds: readonly string[], nowMs: number): void {
  for (const id of sessionIds) {
    const oldest = ended.size >= endedMax ? ended.keys().next().value : undefined;
    if (oldest !== undefined) ended.delete(oldest);
    ended.set(id, nowMs + limits.accessTokenSeconds * 1000);
  }
}

/**
 * Whether this isolate has ended the session itself: then its access tokens count no longer at once, and whoever has logged out or set another
 * password sees that it holds. The other isolates go by the token, as long as it is good: nobody asks the database who has logged out.
 */
export const isEndedHere = (sessionId: string, nowMs: number): boolean => (ended.get(sessionId) ?? 0) > nowMs;
