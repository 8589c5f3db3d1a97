import type { MailMessage } from "../../contracts/events.ts";
import type { MailKind } from "../../contracts/mails.ts";
import { openDatabase } from "../platform/database.ts";
import { mails } from "../platform/mail-outbox.ts";
import { oneLine } from "./one-line.ts";

export interface NewMail {
  /** One key is one mail, however often it is enqueued. */
  key: string;
  kind: MailKind;
  appId: string | null;
  recipient: string;
  payload: unknown;
}

/**
 * Records a mail and sets it on its way. The record comes first and counts: a mail whose message is lost is sent by `resendPendingMails`.
 * Throws for a recipient who would break out of a mail header, and if the record could not be written; then it may be called again.
 */
export async function enqueueMail(env: Env, mail: NewMail): Promise<void> {
  if (oneLine(mail.recipient) !== mail.recipient) throw new Error(`the recipient of ${mail.key} is not one line`);
  const nowMs = Date.now();
  await openDatabase(env)
    .insert(mails)
    .values({ ...mail, status: "PENDING", attempts: 0, createdAt: nowMs, updatedAt: nowMs })
    .onConflictDoNothing({ target: mails.key });
  await env.EMAILS.send({ key: mail.key } satisfies MailMessage);
}
