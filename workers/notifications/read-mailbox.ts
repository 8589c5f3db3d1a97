import { and, desc, eq, lt } from "drizzle-orm";
import type { Page } from "../../contracts/envelope.ts";
import type { MailboxItem, MailboxQuery } from "../../contracts/mailbox.ts";
import { decodeCursor, encodeCursor, toPage } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import { type MailboxRow, mailbox } from "./tables.ts";

/** The mails of the local mailbox, the newest first; `to`: those for one address. */
export async function listMailbox(db: Database, { to, limit, cursor }: Omit<MailboxQuery, "id">): Promise<Page<MailboxItem>> {
  const rows = await db
    .select()
    .from(mailbox)
    .where(
      and(
        to === undefined ? undefined : eq(mailbox.recipient, to),
        cursor === undefined ? undefined : lt(mailbox.id, decodeCursor(cursor, "number").key),
      ),
    )
    .orderBy(desc(mailbox.id))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => encodeCursor(row.id, String(row.id)), toItem);
}

/** A mail of the local mailbox, or null. */
export async function findMail(db: Database, id: string): Promise<MailboxItem | null> {
  const row = await db
    .select()
    .from(mailbox)
    .where(eq(mailbox.id, Number(id)))
    .get();
  return row === undefined ? null : toItem(row);
}

const toItem = ({ id, recipient, subject, kind, text, html, headers, createdAt }: MailboxRow): MailboxItem => ({
  id: String(id),
  to: recipient,
  subject,
  kind,
  text,
  html,
  headers,
  createdAt: new Date(createdAt).toISOString(),
});
