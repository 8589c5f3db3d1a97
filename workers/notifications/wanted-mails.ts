import { eq, sql } from "drizzle-orm";
import { topicOfThisMail } from "../../contracts/mails.ts";
import type { Database } from "../platform/database.ts";
import { mails } from "../platform/mail-outbox.ts";
import { markSkipped, pending } from "./mail-states.ts";
import type { MailRow } from "./outgoing-mail.ts";
import { type MailWish, mailWanted } from "./preferences/read.ts";
import { mailSuppressions } from "./suppressions/tables.ts";

export interface WantedMail {
  row: MailRow;
  wish: MailWish;
}

/** Those of these mails that wait, and whether their address takes any. */
export const pendingMails = (db: Database, keys: readonly string[]) =>
  db
    .select({ row: mails, isSuppressed: sql<number>`${mailSuppressions.address} IS NOT NULL` })
    .from(mails)
    .leftJoin(mailSuppressions, eq(mailSuppressions.address, sql`lower(${mails.recipient})`))
    .where(pending(keys));

/** Those of these mails that their recipients want and can get; the others are SKIPPED. One query for all. */
export async function wantedMails(
  db: Database,
  found: readonly { row: MailRow; isSuppressed: number }[],
  nowMs: number,
): Promise<WantedMail[]> {
  const topics = found.map(({ row: { recipient, kind, payload } }) => ({ recipient, topic: topicOfThisMail(kind, payload) }));
  const wishes = await mailWanted(db, topics);
  const wanted: WantedMail[] = [];
  const left = { SUPPRESSED: [] as string[], UNWANTED: [] as string[] };
  for (const [at, { row, isSuppressed }] of found.entries()) {
    const wish = wishes[at] ?? { userId: null, wanted: true };
    if (isSuppressed) left.SUPPRESSED.push(row.key);
    else if (wish.wanted) wanted.push({ row, wish });
    else left.UNWANTED.push(row.key);
  }
  await markSkipped(db, left.SUPPRESSED, "SUPPRESSED", nowMs);
  await markSkipped(db, left.UNWANTED, "UNWANTED", nowMs);
  return wanted;
}
