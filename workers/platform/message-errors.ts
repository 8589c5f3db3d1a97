import { type SQL, sql } from "drizzle-orm";
import { sha256 } from "./digest.ts";

/** `max_retries` in wrangler.toml and the first attempt: after so many a message goes to the dead letters. */
export const attemptsMax = 9;
const errorCharsMax = 1000;
const keptMs = 7 * 86_400_000;

/** The same message has another id among the dead letters, but the same body. */
export const messageDigest = (queue: string, body: unknown): Promise<string> => sha256(`${queue}\n${JSON.stringify(body)}`);

/** Keeps what the last attempt at a message said, for its dead letter. Throws if D1 is away: then the letter has no error. */
export async function keepLastError(env: Env, queue: string, message: Pick<Message, "body" | "attempts">, error: unknown): Promise<void> {
  if (message.attempts < attemptsMax) return;
  const text = (error instanceof Error ? error.message : String(error)).slice(0, errorCharsMax);
  await env.DB.prepare("INSERT OR REPLACE INTO message_errors (digest, error, at) VALUES (?, ?, ?)")
    .bind(await messageDigest(queue, message.body), text, Date.now())
    .run();
}

/** The kept error of a message as part of a statement; null if there is none. */
export const lastErrorOf = async (queue: string, body: unknown): Promise<SQL<string | null>> =>
  sql<string | null>`(SELECT error FROM message_errors WHERE digest = ${await messageDigest(queue, body)})`;

/** Forgets the errors of a week ago. */
export const sweepMessageErrors = async (env: Env, nowMs: number): Promise<void> => {
  await env.DB.prepare("DELETE FROM message_errors WHERE at < ?")
    .bind(nowMs - keptMs)
    .run();
};
