import { hmac, sha256, toBase64Url } from "../platform/digest.ts";

const prefix = "mq_rt_";

/** The first refresh token of a session: 256 random bits. */
export const firstRefreshToken = (): string => prefix + toBase64Url(crypto.getRandomValues(new Uint8Array(32)));

/**
 * The token that follows this one. It is derived, so that whoever lost the answer to a refresh can be given the same successor again though
 * only hashes are stored; and only with our secret, so that a stolen token tells nothing of those that follow.
 */
export const successorOf = async (env: Env, token: string): Promise<string> => prefix + (await hmac(env.TOKEN_SECRET, "refresh", token));

/** What the database keeps of a refresh token. */
export const refreshTokenHash = (token: string): Promise<string> => sha256(token);
