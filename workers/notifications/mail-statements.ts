import type { MailMessage } from "../../contracts/events.ts";
import type { NewMail } from "./enqueue-mails.ts";
import { oneLine } from "./one-line.ts";

/** What a queue takes in one batch, and what stays well below the 2 MB that a parameter may have. */
const mailsInStatement = 100;

/** Whether a mail can be sent at all: another address would break out of a mail header. */
export const isSendable = ({ recipient }: NewMail): boolean => oneLine(recipient) === recipient;

/** The statements that record these mails, each once by its key, for a transaction. Those that cannot be sent are left out. */
export function mailStatements({ DB }: Env, mails: readonly NewMail[], nowMs: number): D1PreparedStatement[] {
  return inChunks(mails.filter(isSendable)).map((chunk) =>
    DB.prepare(
      `INSERT INTO mails (key, kind, app_id, recipient, payload, status, attempts, created_at, updated_at)
       SELECT value ->> 'key', value ->> 'kind', value ->> 'appId', value ->> 'recipient', value -> 'payload', 'PENDING', 0, ?2, ?2
       FROM json_each(?1) WHERE TRUE ON CONFLICT (key) DO NOTHING`,
    ).bind(JSON.stringify(chunk), nowMs),
  );
}

/** Sets them on their way; the sweep finds those whose message is lost. */
export async function announceMails({ EMAILS }: Env, mails: readonly NewMail[]): Promise<void> {
  for (const chunk of inChunks(mails)) await EMAILS.sendBatch(chunk.map(({ key }) => ({ body: { key } satisfies MailMessage })));
}

const inChunks = (mails: readonly NewMail[]): NewMail[][] =>
  Array.from({ length: Math.ceil(mails.length / mailsInStatement) }, (_, turn) =>
    mails.slice(turn * mailsInStatement, (turn + 1) * mailsInStatement),
  );
