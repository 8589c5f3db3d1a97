import type { MailMessage } from "../../contracts/events.ts";
import type { MailKind } from "../../contracts/mails.ts";
import { field } from "../platform/json-field.ts";
import { oneLine } from "./one-line.ts";

export interface NewMail {
  /** One key is one mail, however often it is enqueued. */
  key: string;
  kind: MailKind;
  appId: string | null;
  recipient: string;
  payload: unknown;
}

/** What a queue takes in one batch; so many mails are far from what D1 takes in one value. */
const messagesMax = 100;

/**
 * Records mails and sets them on their way. The records come first and count: a mail whose message is lost is sent by
 * `resendPendingMails`. Throws for a recipient who would break out of a mail header, and if the records could not be written; then none is, and it
 * may be called again.
 */
export async function enqueueMails(env: Env, all: readonly NewMail[]): Promise<void> {
  const rows = all.map(({ payload, ...mail }) => {
    if (oneLine(mail.recipient) !== mail.recipient) throw new Error(`the recipient of ${mail.key} is not one line`);
    return { ...mail, payload: JSON.stringify(payload) };
  });
  if (rows.length === 0) return;
  const nowMs = Date.now();
  const parts = partsOf(rows);
  await env.DB.batch(parts.map((part) => env.DB.prepare(insertMails).bind(JSON.stringify(part), nowMs)));
  for (const part of parts) await env.EMAILS.sendBatch(part.map(({ key }) => ({ body: { key } satisfies MailMessage })));
}

const partsOf = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / messagesMax) }, (_, part) => rows.slice(part * messagesMax, (part + 1) * messagesMax));

const insertMails = `
  INSERT INTO mails (key, kind, app_id, recipient, payload, status, attempts, created_at, updated_at)
  SELECT ${field("key")}, ${field("kind")}, ${field("appId")}, ${field("recipient")}, ${field("payload")}, 'PENDING', 0, ?2, ?2
  FROM json_each(?1) WHERE true
  ON CONFLICT (key) DO NOTHING`;
