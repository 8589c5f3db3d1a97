import { sql } from "drizzle-orm";
import type { MailMessage } from "../../contracts/events.ts";
import { type Database, openDatabase } from "../platform/database.ts";
import { mails } from "../platform/mail-outbox.ts";
import { transportNameOf } from "./transport.ts";

const patienceMs = 60_000;
/** What a queue takes in one batch. */
const messagesMax = 100;
const batchesMax = 10;

/**
 * Sets mails on their way again that nothing has happened to for a minute: their message was lost, or the queue was out. A mail that is still
 * under way gets a second message, which finds it sent. At most 1,000 a call, the oldest first. Returns how many.
 */
export async function resendPendingMails(env: Env, nowMs: number = Date.now()): Promise<number> {
  if (transportNameOf(env) === null) return 0;
  let resent = 0;
  for (let batch = 0; batch < batchesMax; batch++) {
    const due = await takePending(openDatabase(env), nowMs);
    if (due.length > 0) await env.EMAILS.sendBatch(due.map(({ key }) => ({ body: { key } satisfies MailMessage })));
    resent += due.length;
    if (due.length < messagesMax) break;
  }
  return resent;
}

/** Takes the oldest and puts them at the end of the line, so that a mail that never goes out does not keep the others from it. */
export const takePending = (db: Database, nowMs: number) =>
  db
    .update(mails)
    .set({ updatedAt: nowMs })
    .where(
      sql`${mails.key} IN (SELECT key FROM mails WHERE status = 'PENDING' AND updated_at < ${nowMs - patienceMs} ORDER BY updated_at LIMIT ${messagesMax})`,
    )
    .returning({ key: mails.key });
