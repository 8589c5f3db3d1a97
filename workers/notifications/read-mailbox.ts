import { and, desc, eq, lt } from "drizzle-orm";
import type { Page } from "../../contracts/envelope.ts";
import type { MailboxItem, MailboxQuery } from "../../contracts/mailbox.ts";
import { decodeCursor, encodeCursor, toPage } from "../platform/cursor.ts";
import type { Database } from "../platform/database.ts";
import { mails } from "../platform/mail-outbox.ts";
import { type AttachmentName, attachmentNames } from "./attachments/attachment-names.ts";
import { type MailboxRow, mailbox } from "./tables.ts";

/** The mails of the local mailbox, the newest first; `to`: those for one address. */
export async function listMailbox(db: Database, { to, limit, cursor }: Omit<MailboxQuery, "id">): Promise<Page<MailboxItem>> {
  const rows = await mailsOf(db)
    .where(
      and(
        to === undefined ? undefined : eq(mailbox.recipient, to),
        cursor === undefined ? undefined : lt(mailbox.id, decodeCursor(cursor, "number").key),
      ),
    )
    .orderBy(desc(mailbox.id))
    .limit(limit + 1);
  return toPage(rows, limit, ({ mail: { id } }) => encodeCursor(id, String(id)), toItem);
}

/** A mail of the local mailbox, or null. */
export async function findMail(db: Database, id: string): Promise<MailboxItem | null> {
  const row = await mailsOf(db)
    .where(eq(mailbox.id, Number(id)))
    .get();
  return row === undefined ? null : toItem(row);
}

/** What a mail of the local mailbox is made from, or null. */
export async function findMailSource(db: Database, id: string): Promise<MailSource | null> {
  const row = await mailsOf(db)
    .where(eq(mailbox.id, Number(id)))
    .get();
  return row?.source ?? null;
}

type MailSource = Pick<typeof mails.$inferSelect, "kind" | "payload">;

/** With what they were made from; the names of their files are nowhere else. */
const mailsOf = (db: Database) =>
  db
    .select({ mail: mailbox, source: { kind: mails.kind, payload: mails.payload } })
    .from(mailbox)
    .leftJoin(mails, eq(mails.key, mailbox.messageKey));

function toItem({ mail, source }: { mail: MailboxRow; source: MailSource | null }): MailboxItem {
  const { id, recipient, subject, kind, text, html, headers, createdAt } = mail;
  const names = source === null ? [] : attachmentNames(source.kind, source.payload);
  return {
    id: String(id),
    to: recipient,
    subject,
    kind,
    text,
    html,
    headers,
    attachments: names.map(({ filename, mediaType }, n) => ({ filename, mediaType, path: attachmentPath(id, n) })),
    createdAt: new Date(createdAt).toISOString(),
  };
}

const attachmentPath = (id: number | string, n: number): string => `/mailbox/${id}/attachments/${n}`;

/** A mail's HTML for a browser, which knows nothing of `cid:`. */
export const htmlWithPictures = (html: string, id: string, names: readonly AttachmentName[]): string =>
  names.reduce(
    (shown, { contentId }, n) => (contentId === undefined ? shown : shown.replaceAll(`cid:${contentId}`, attachmentPath(id, n))),
    html,
  );
