import type { AskingCtx } from "../platform/breaker-permits.ts";
import { field } from "../platform/json-field.ts";
import { senderLine } from "./brands.ts";
import type { MailTransport, OutgoingMail } from "./transport.ts";

interface Waiting {
  mail: OutgoingMail;
  stored: () => void;
  failed: (error: unknown) => void;
}

/** Puts mails where `GET /mailbox` shows them: those that are handed over in one moment are one statement. */
export function mailboxTransport(): MailTransport {
  let waiting: Waiting[] = [];
  async function store(ctx: AskingCtx): Promise<void> {
    const all = waiting;
    waiting = [];
    await storeOrSay(ctx, all);
  }
  return {
    takesAttachments: false,
    takesKeyOnce: true,
    send: (ctx, mail) =>
      new Promise((stored, failed) => {
        waiting.push({ mail, stored, failed });
        if (waiting.length === 1) queueMicrotask(() => void store(ctx));
      }),
    close: async () => {},
  };
}

/** Never throws: each hears how it went. One that cannot be stored keeps no other from it. */
async function storeOrSay(ctx: AskingCtx, all: readonly Waiting[]): Promise<void> {
  try {
    await insert(
      ctx.env.DB,
      all.map(({ mail }) => mail),
    );
    for (const { stored } of all) stored();
  } catch (error) {
    if (all.length === 1) for (const { failed } of all) failed(error);
    else await Promise.all(all.map((one) => storeOrSay(ctx, [one])));
  }
}

async function insert(db: D1Database, mails: readonly OutgoingMail[]): Promise<void> {
  const rows = mails.map(({ messageKey, kind, to, subject, text, html, ...mail }) => ({
    messageKey,
    kind,
    to,
    subject,
    text,
    html,
    headers: headersOf({ to, subject, ...mail }),
  }));
  await db.prepare(insertMails).bind(JSON.stringify(rows), Date.now()).run();
}

const headersOf = ({ to, from, subject, headers }: Pick<OutgoingMail, "to" | "from" | "subject" | "headers">): Record<string, string> => ({
  From: senderLine(from),
  To: to,
  ...(from.replyTo !== null && { "Reply-To": from.replyTo }),
  Subject: subject,
  ...headers,
});

const insertMails = `
  INSERT INTO mailbox (message_key, kind, recipient, subject, text, html, headers, created_at)
  SELECT ${field("messageKey")}, ${field("kind")}, ${field("to")}, ${field("subject")}, ${field("text")}, ${field("html")}, ${field("headers")}, ?2
  FROM json_each(?1) WHERE true
  ON CONFLICT (message_key) DO NOTHING`;
