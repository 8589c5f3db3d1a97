import { eq, sql } from "drizzle-orm";
import type { MailMessage } from "../../contracts/events.ts";
import { openDatabase } from "../platform/database.ts";
import { Logger } from "../platform/log.ts";
import { oneLine } from "./one-line.ts";
import { renderMail } from "./render-mail.ts";
import { mails } from "./tables.ts";
import { transportOf } from "./transport.ts";

const pending = (key: string) => sql`${eq(mails.key, key)} AND ${mails.status} = 'PENDING'`;

/**
 * Sends a pending mail. Repeating it is safe at every line: a mail that is not pending is left alone, and the transport takes a key once, so a
 * crash after the sending and before the mark makes no second mail. Throws if it could not be sent.
 */
export async function deliverMail(env: Env, { key }: MailMessage): Promise<void> {
  const transport = transportOf(env);
  if (transport === null) {
    new Logger(env.LOG_LEVEL).error("a mail waits", new Error("no mail transport is configured"), { key });
    return;
  }
  const db = openDatabase(env);
  const [mail] = await db
    .update(mails)
    .set({ attempts: sql`${mails.attempts} + 1`, updatedAt: Date.now() })
    .where(pending(key))
    .returning();
  if (mail === undefined) return;
  const from = oneLine(env.MAIL_FROM);
  await transport.send({
    messageKey: key,
    kind: mail.kind,
    to: mail.recipient,
    from,
    ...renderMail(mail.kind, mail.payload),
    headers: { "Message-ID": messageId(key, from), "Auto-Submitted": "auto-generated" },
  });
  await db.update(mails).set({ status: "SENT", updatedAt: Date.now() }).where(pending(key));
}

/** The same for every attempt, so that a mail program shows even a mail that a provider sent twice only once. */
const messageId = (key: string, from: string): string =>
  `<${key.replaceAll(/[^\w-]+/g, ".")}@${/@([\w.-]+)>?$/.exec(from)?.[1] ?? "marquee.invalid"}>`;
