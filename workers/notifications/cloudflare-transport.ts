import { callDependency } from "../platform/outgoing.ts";
import { MailRefused } from "./mail-refused.ts";
import type { Attachment, MailTransport, OutgoingMail } from "./transport.ts";
import { awayBecauseOf, TransportAway } from "./transport-away.ts";

/**
 * Sends by Cloudflare's `send_email` binding, through the circuit breaker `mail`. Cloudflare names mails itself and keeps no key of ours, so that one that it took
 * without our hearing of it comes twice; `X-Message-Key` is the same in both.
 */
export const cloudflareTransport: MailTransport = {
  takesAttachments: true,
  takesKeyOnce: false,
  async send(ctx, mail) {
    await callDependency(ctx, "mail", () => ctx.env.EMAIL.send(messageOf(mail)).catch(judged)).catch((error: unknown) => {
      throw error instanceof MailRefused ? error : awayBecauseOf(error);
    });
  },
  close: async () => {},
};

/** Which of our headers Cloudflare takes: https://developers.cloudflare.com/email-service/reference/headers/ */
const takenHeaders = ["List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted"];

function messageOf({ messageKey, from, to, subject, html, text, headers, attachments }: OutgoingMail) {
  return {
    to,
    from: { name: from.name, email: from.address },
    ...(from.replyTo !== null && { replyTo: from.replyTo }),
    subject,
    html,
    text,
    headers: {
      ...Object.fromEntries(Object.entries(headers).filter(([name]) => takenHeaders.includes(name))),
      "X-Message-Key": messageKey.replaceAll(/[^!-~]+/g, "."),
    },
    ...(attachments.length > 0 && { attachments: attachments.map(fileOf) }),
  };
}

const fileOf = ({ filename, mediaType: type, content, contentId }: Attachment): EmailAttachment =>
  contentId === undefined
    ? { disposition: "attachment", filename, type, content }
    : { disposition: "inline", filename, type, content, contentId };

/** What is wrong with this mail alone: https://developers.cloudflare.com/email-service/api/send-emails/workers-api/#error-codes */
const refusals = ["E_VALIDATION_ERROR", "E_FIELD_MISSING", "E_RECIPIENT_NOT_ALLOWED", "E_CONTENT_TOO_LARGE"];
const quotaSeconds = 3600;

/** Throws what an error of the binding means for the mail; whatever else it says is said of every mail. */
function judged(error: unknown): never {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (code === "E_RECIPIENT_SUPPRESSED") throw new MailRefused("bounced", code);
  if (code === "E_DELIVERY_FAILED") throw new MailRefused("later", code);
  if (refusals.includes(code) || code.startsWith("E_HEADER")) throw new MailRefused("refused", code);
  throw code === "E_DAILY_LIMIT_EXCEEDED" ? new TransportAway({ called: true, retryAfterSeconds: quotaSeconds, cause: error }) : error;
}
