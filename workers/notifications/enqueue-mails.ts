import type { MailKind } from "../../contracts/mails.ts";
import { announceMails, isSendable, mailStatements } from "./mail-statements.ts";

export interface NewMail {
  /** One key is one mail, however often it is enqueued. */
  key: string;
  kind: MailKind;
  appId: string | null;
  recipient: string;
  payload: unknown;
}

/**
 * Records mails and sets them on their way. The records come first and count: a mail whose message is lost is sent by
 * `resendPendingMails`. Throws for a recipient who would break out of a mail header, and if the records could not be written; then none is, and it
 * may be called again.
 */
export async function enqueueMails(env: Env, all: readonly NewMail[]): Promise<void> {
  const unsendable = all.find((mail) => !isSendable(mail));
  if (unsendable !== undefined) throw new Error(`the recipient of ${unsendable.key} is not one line`);
  if (all.length === 0) return;
  await env.DB.batch(mailStatements(env, all, Date.now()));
  await announceMails(env, all);
}
