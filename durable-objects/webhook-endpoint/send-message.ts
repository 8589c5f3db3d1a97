import { limits } from "../../contracts/limits.ts";
import type { WebhookMessage } from "../../contracts/webhooks.ts";
import { AppError } from "../../workers/platform/app-error.ts";
import { outgoingFetch } from "../../workers/platform/outgoing.ts";
import { signedHeaders } from "../../workers/webhooks/sign.ts";
import type { Configuration } from "./configuration.ts";
import type { AttemptRow } from "./delivery-log.ts";
import { retryAfterOf } from "./schedule.ts";

/** What came of one request, and how long the receiver wants to be left alone. `outcome`: what it is counted as. */
export interface Sent {
  attempt: AttemptRow;
  outcome: "delivered" | "refused" | "unreachable" | "not_allowed";
  retryAfterMs: number | null;
}

const { webhookTimeoutSeconds, webhookAnswerBytesMax, webhookAnswerCharsKept } = limits;

/** Makes one request, in time and with an end to what is read of its answer. Never throws: an address that is not allowed is a failed attempt too. */
export async function sendMessage(env: Env, { url, secrets }: Configuration, message: WebhookMessage): Promise<Sent> {
  const at = Date.now();
  const attempt = (status: number | null, error: string | null, answer: string | null): AttemptRow => ({
    at,
    status,
    error,
    durationMs: Math.max(0, Date.now() - at),
    answer,
  });
  try {
    const response = await outgoingFetch(
      env,
      url,
      { method: "POST", headers: signedHeaders(secrets, message, at), body: message.body },
      { timeoutMs: webhookTimeoutSeconds * 1000, bytesMax: webhookAnswerBytesMax },
    );
    const answer = (await response.text()).slice(0, webhookAnswerCharsKept);
    const error = faultOf(response.status);
    const retryAfterMs = error === null ? null : retryAfterOf(response.headers.get("retry-after"), Date.now());
    return { attempt: attempt(response.status, error, answer), outcome: error === null ? "delivered" : "refused", retryAfterMs };
  } catch (error) {
    const isForbidden = error instanceof AppError;
    return { attempt: attempt(null, wordsFor(error), null), outcome: isForbidden ? "not_allowed" : "unreachable", retryAfterMs: null };
  }
}

function faultOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400 ? "it redirects, and redirects are not followed" : `it answered ${status}`;
}

function wordsFor(error: unknown): string {
  if (error instanceof AppError) return `URL_NOT_ALLOWED: the URL ${String(error.details?.reason ?? "cannot be reached from here")}`;
  if (error instanceof Error && /abort|timed? ?out/i.test(`${error.name} ${error.message}`))
    return `no answer within ${webhookTimeoutSeconds} seconds`;
  if (error instanceof Error && error.message.startsWith("an answer from outside")) return `its ${error.message.slice("an ".length)}`;
  return "no connection, or it broke off";
}
