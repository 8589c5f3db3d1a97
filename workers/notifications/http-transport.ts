import { toBase64 } from "../platform/digest.ts";
import { callDependency, outgoingFetch } from "../platform/outgoing.ts";
import { senderLine } from "./brands.ts";
import type { MailTransport, OutgoingMail } from "./transport.ts";
import { awayBecauseOf, TransportAway } from "./transport-away.ts";

/** The longest that a provider may have us wait: below the minute after which the sweep takes a mail for forgotten. */
const retryAfterSecondsMax = 50;

/**
 * Posts mails to MAIL_API_URL in the form of Resend's API, through the circuit breaker `mail`. The mail's key goes along as Idempotency-Key, so that a
 * provider that keeps it sends a mail once that we had to hand over twice.
 */
export const httpTransport: MailTransport = {
  takesAttachments: true,
  takesKeyOnce: true,
  async send(ctx, mail) {
    const { MAIL_API_URL, MAIL_API_KEY } = ctx.env;
    const request = {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": mail.messageKey,
        // A deployment has it as a secret, and not at all where none was given.
        ...(MAIL_API_KEY && { authorization: `Bearer ${MAIL_API_KEY}` }),
      },
      body: JSON.stringify(formOf(mail)),
    };
    const response = await callDependency(ctx, "mail", (signal) => outgoingFetch(ctx.env, MAIL_API_URL, { ...request, signal })).catch(
      (error: unknown) => {
        throw awayBecauseOf(error);
      },
    );
    const { status, ok } = response;
    if (status >= 500 || status === 429) throw new TransportAway({ called: true, retryAfterSeconds: retryAfter(response), cause: status });
    if (!ok) throw new Error(`the mail provider refused a mail with ${status}`);
  },
  close: async () => {},
};

/** The body of a request: https://resend.com/docs/api-reference/emails/send-email */
function formOf({ from, to, subject, html, text, headers, attachments }: OutgoingMail): object {
  const files = attachments.map(({ filename, mediaType, content, contentId }) => ({
    filename,
    content_type: mediaType,
    content: toBase64(content),
    ...(contentId !== undefined && { content_id: contentId }),
  }));
  return {
    from: senderLine(from),
    to,
    ...(from.replyTo !== null && { reply_to: from.replyTo }),
    subject,
    html,
    text,
    headers,
    ...(files.length > 0 && { attachments: files }),
  };
}

function retryAfter({ headers }: Response): number | null {
  const seconds = Number(headers.get("retry-after"));
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, retryAfterSecondsMax) : null;
}
