import { eq, sql } from "drizzle-orm";
import { type MailKind, topicOfThisMail } from "../../contracts/mails.ts";
import { quotaUse, takeQuota } from "../identity/quota.ts";
import type { Database } from "../platform/database.ts";
import { mails } from "../platform/mail-outbox.ts";
import { mailSuppressions } from "../platform/mail-suppressions.ts";
import { markSkipped, pending } from "./mail-states.ts";
import type { MailRow } from "./outgoing-mail.ts";
import { type MailWish, mailWanted } from "./preferences/read.ts";

export interface FoundMail {
  row: MailRow;
  suppression: typeof mailSuppressions.$inferSelect.reason | null;
}

export interface WantedMail {
  row: MailRow;
  wish: MailWish;
}

/** Those of these mails that wait, and why their address gets none, or null. */
export const pendingMails = (db: Database, keys: readonly string[]) =>
  db
    .select({ row: mails, suppression: mailSuppressions.reason })
    .from(mails)
    .leftJoin(mailSuppressions, eq(mailSuppressions.address, sql`lower(${mails.recipient})`))
    .where(pending(keys));

/** Those of these mails that their recipients want and can get; the others are SKIPPED. One query for all. */
export async function wantedMails(db: Database, found: readonly FoundMail[], nowMs: number): Promise<WantedMail[]> {
  const topics = found.map(({ row: { recipient, kind, payload } }) => ({ recipient, topic: topicOfThisMail(kind, payload) }));
  const wishes = await mailWanted(db, topics);
  const wanted: WantedMail[] = [];
  const left = { SUPPRESSED: [] as string[], UNWANTED: [] as string[] };
  for (const [at, mail] of found.entries()) {
    const { row } = mail;
    const wish = wishes[at] ?? { userId: null, wanted: true };
    if (mail.suppression !== null && !(await mayBeTried(db, mail, nowMs))) left.SUPPRESSED.push(row.key);
    else if (wish.wanted) wanted.push({ row, wish });
    else left.UNWANTED.push(row.key);
  }
  await markSkipped(db, left.SUPPRESSED, "SUPPRESSED", nowMs);
  await markSkipped(db, left.UNWANTED, "UNWANTED", nowMs);
  return wanted;
}

/** What somebody asks for at their mailbox, and shows by reading it that it works. */
const codeMails: readonly MailKind[] = ["verify-email", "reset-password"];

/** A code goes to an address that bounced too, some a day: whoever enters it gets mails again. Nothing goes to one whose owner complained. */
async function mayBeTried(db: Database, { row, suppression }: FoundMail, nowMs: number): Promise<boolean> {
  if (suppression !== "BOUNCE" || !codeMails.includes(row.kind)) return false;
  const taken = await takeQuota({ db, now: () => nowMs }, await quotaUse("codes to a bounced address", row.recipient, false));
  return taken.length > 0;
}
