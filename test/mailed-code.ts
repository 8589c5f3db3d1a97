import { env } from "cloudflare:workers";
import type { MailKind } from "../contracts/mails.ts";
import { deliverMail } from "../workers/notifications/deliver-mail.ts";

/** The latest mail of this kind to an address, as its mail program shows it: without waiting for the queue, which would bring it a second later. */
export async function latestMail(email: string, kind: MailKind): Promise<{ subject: string; text: string; html: string }> {
  const mail = await env.DB.prepare("SELECT key FROM mails WHERE recipient = ? AND kind = ? ORDER BY created_at DESC, rowid DESC LIMIT 1")
    .bind(email, kind)
    .first<{ key: string }>();
  if (mail === null) throw new Error(`no ${kind} was mailed to ${email}`);
  await deliverMail(env, mail);
  const shown = await env.DB.prepare("SELECT subject, text, html FROM mailbox WHERE message_key = ?")
    .bind(mail.key)
    .first<{ subject: string; text: string; html: string }>();
  if (shown === null) throw new Error(`${mail.key} is not in the mailbox`);
  return shown;
}

/** The six digits in it. */
export async function mailedCode(email: string, kind: "welcome" | "verify-email" | "reset-password"): Promise<string> {
  return /^\d{6}$/m.exec((await latestMail(email, kind)).text)?.[0] ?? "";
}

/** Six digits that are not these. */
export const wrongCode = (code: string): string => code.replace(/\d$/, (last) => String((Number(last) + 1) % 10));

export const mailsTo = async (email: string, kind: MailKind): Promise<number> =>
  (await env.DB.prepare("SELECT count(*) AS n FROM mails WHERE recipient = ? AND kind = ?").bind(email, kind).first<number>("n")) ?? 0;
