import { openDatabase } from "../platform/database.ts";
import { mailbox } from "./tables.ts";
import type { MailTransport } from "./transport.ts";

/** Puts mails where `GET /mailbox` shows them. */
export const mailboxTransport: MailTransport = {
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
        headers: { From: from, To: to, Subject: subject, ...headers },
        createdAt: Date.now(),
      })
      .onConflictDoNothing({ target: mailbox.messageKey });
  },
};
