import { AppError } from "../platform/app-error.ts";
import { DependencyOpen } from "../platform/breaker-permits.ts";
import { callDependency, outgoingFetch } from "../platform/outgoing.ts";
import type { MailTransport } from "./transport.ts";
import { TransportAway } from "./transport-away.ts";

/** The longest that a provider may have us wait: below the minute after which the sweep takes a mail for forgotten. */
const retryAfterSecondsMax = 50;

/**
 * Posts mails to MAIL_API_URL in the form of Resend's API, through the circuit breaker `mail`. The mail's key goes along as Idempotency-Key, so that a
 * provider that keeps it sends a mail once that we had to hand over twice.
 */
export const httpTransport: MailTransport = {
  async send(ctx, { messageKey, from, to, subject, html, text, headers }) {
    const { MAIL_API_URL, MAIL_API_KEY } = ctx.env;
    const request = {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": messageKey,
        // A deployment has it as a secret, and not at all where none was given.
        ...(MAIL_API_KEY && { authorization: `Bearer ${MAIL_API_KEY}` }),
      },
      body: JSON.stringify({ from, to, subject, html, text, headers }),
    };
    const response = await callDependency(ctx, "mail", (signal) => outgoingFetch(ctx.env, MAIL_API_URL, { ...request, signal })).catch(
      (error: unknown) => {
        if (error instanceof AppError && error.code === "URL_NOT_ALLOWED") throw error;
        throw new TransportAway({
          called: !(error instanceof DependencyOpen),
          retryAfterSeconds: error instanceof DependencyOpen ? (error.details?.retryAfterSeconds ?? null) : null,
          cause: error,
        });
      },
    );
    const { status, ok } = response;
    if (status >= 500 || status === 429) throw new TransportAway({ called: true, retryAfterSeconds: retryAfter(response), cause: status });
    if (!ok) throw new Error(`the mail provider refused a mail with ${status}`);
  },
};

function retryAfter({ headers }: Response): number | null {
  const seconds = Number(headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, retryAfterSecondsMax) : null;
}
