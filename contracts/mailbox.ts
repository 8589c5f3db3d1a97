import { z } from "zod";
import { PageQuery } from "./envelope.ts";
import { Email } from "./identity.ts";
import { Time } from "./values.ts";

/** A mail that the local mailbox took in place of sending it. `attachments`: made when somebody asks for them, at their `path`. */
export const MailboxItem = z
  .object({
    id: z.string(),
    to: z.string(),
    subject: z.string(),
    kind: z.string(),
    text: z.string(),
    html: z.string(),
    headers: z.record(z.string(), z.string()),
    attachments: z.array(z.object({ filename: z.string(), mediaType: z.string(), path: z.string() })),
    createdAt: Time,
  })
  .meta({ id: "MailboxItem" });
export type MailboxItem = z.infer<typeof MailboxItem>;

/** The id of a mail in the mailbox. */
export const MailId = z.string().regex(/^\d{1,15}$/, "is not the id of a mail");

/** `n`: which of its attachments, from 0. */
export const MailAttachmentParams = z.strictObject({ id: MailId, n: z.string().regex(/^\d{1,3}$/, "is not the number of an attachment") });

/** `id`: the mail that the page shows beside the list. */
export const MailboxQuery = PageQuery.extend({ to: Email.optional(), id: MailId.optional() });
export type MailboxQuery = z.infer<typeof MailboxQuery>;
