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

/** What a queue takes in one batch. */
const messagesMax = 100;

/**
 * Records mails and sets them on their way. The records come first and count: a mail whose message is lost is sent by
 * `resendPendingMails`. Throws for a recipient who would break out of a mail header, and if the records could not be written; then none is, and it
 * may be called again.
 */
export async function enqueueMails(env: Env, all: readonly NewMail[]): Promise<void> {
  const db = openDatabase(env);
  const nowMs = Date.now();
  const [first, ...others] = all.map((mail) => {
    if (oneLine(mail.recipient) !== mail.recipient) throw new Error(`the recipient of ${mail.key} is not one line`);
    return db
      .insert(mails)
      .values({ ...mail, status: "PENDING", attempts: 0, createdAt: nowMs, updatedAt: nowMs })
      .onConflictDoNothing({ target: mails.key });
  });
  if (first === undefined) return;
  await db.batch([first, ...others]);
  const messages = all.map(({ key }) => ({ body: { key } satisfies MailMessage }));
  for (let from = 0; from < messages.length; from += messagesMax) await env.EMAILS.sendBatch(messages.slice(from, from + messagesMax));
}
