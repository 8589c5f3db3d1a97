import { openDatabase } from "../platform/database.ts";
import { senderLine } from "./brands.ts";
import { mailbox } from "./tables.ts";
import type { MailTransport } from "./transport.ts";

/** Puts mails where `GET /mailbox` shows them. */
export const mailboxTransport: MailTransport = {
  takesAttachments: false,
  takesKeyOnce: true,
  async send({ env }, { messageKey, kind, to, from, subject, text, html, headers }) {
    await openDatabase(env)
      .insert(mailbox)
      .values({
        messageKey,
        kind,
        recipient: to,
        subject,
        text,
        html,
        headers: {
          From: senderLine(from),
          To: to,
          ...(from.replyTo !== null && { "Reply-To": from.replyTo }),
          Subject: subject,
          ...headers,
        },
        createdAt: Date.now(),
      })
      .onConflictDoNothing({ target: mailbox.messageKey });
  },
  close: async () => {},
};
