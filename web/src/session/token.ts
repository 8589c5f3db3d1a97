import type { SessionTokens } from "../../../contracts/identity.ts";
import { ApiFailure } from "../api/failure.ts";
import { send } from "../api/send.ts";

/** Tells the server to keep the refresh token in an httpOnly cookie, where no script can read it. */
export const cookieSession = { "x-session": "cookie" };

let current: { token: string; staleAtMs: number } | undefined;
let refreshing: Promise<string> | undefined;

/** Takes over a new access token; it lives in memory only. */
export function keepToken(tokens: SessionTokens): string {
  // Half a minute early, so that a token does not expire on its way.
  current = { token: tokens.accessToken, staleAtMs: Date.now() + (tokens.expiresIn - 30) * 1000 };
  return tokens.accessToken;
}

export function dropToken(): void {
  current = undefined;
}

async function refresh(): Promise<string> {
  try {
    return keepToken(
      await send<SessionTokens>(undefined, "/auth/refresh", { method: "POST", body: {}, headers: cookieSession, waits: true }),
    );
  } catch (error) {
    if (error instanceof ApiFailure && error.status === 401) {
      dropToken();
      throw new ApiFailure("SESSION_ENDED", "Your session has ended. Log in again.", { status: 401, requestId: error.requestId });
    }
    throw error;
  }
}

/** A new access token. However many ask at the same time, one request goes out and all wait for it. */
export function refreshOnce(): Promise<string> {
  refreshing ??= refresh().finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

/** The access token to send: waits for a refresh under way, starts one where the token is stale. */
export function freshToken(): Promise<string> {
  if (refreshing !== undefined) return refreshing;
  if (current === undefined || Date.now() >= current.staleAtMs) return refreshOnce();
  return Promise.resolve(current.token);
}

/** The token to replay with after `refused` was refused: another request may have renewed it in the meantime. */
export function tokenAfter(refused: string): Promise<string> {
  return refreshing === undefined && current !== undefined && current.token !== refused ? Promise.resolve(current.token) : refreshOnce();
}
