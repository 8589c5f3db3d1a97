import { eq } from "drizzle-orm";
import { mails } from "../platform/mail-outbox.ts";
import { mailSuppressions } from "../platform/mail-suppressions.ts";
import { type ExportSection, moment, type PersonalData, sectionOf } from "../platform/personal-data.ts";
import { messageDigests } from "./digest/tables.ts";
import { mailbox } from "./tables.ts";

const allMails = sectionOf({
  name: "mails",
  order: [mails.createdAt, mails.key],
  whose: ({ email }) => eq(mails.recipient, email),
  select: ({ db }) => db.select().from(mails).$dynamic(),
  keyOf: ({ createdAt, key }) => [createdAt, key],
  show: ({ kind, appId, recipient, payload, status, createdAt }) => ({
    kind,
    appId,
    recipient,
    status,
    createdAt: moment(createdAt),
    content: withoutCode(payload),
  }),
});

/** Why their address gets no mail, if it gets none. */
const suppression: ExportSection = {
  name: "mailSuppressions",
  async read(ctx, { email }) {
    const found = await ctx.db.select().from(mailSuppressions).where(eq(mailSuppressions.address, email));
    return { items: found.map(({ reason, createdAt }) => ({ reason, createdAt: moment(createdAt) })), next: null };
  },
};

/** An export is a file that lies about: no code that still opens something may be in it. */
function withoutCode(payload: unknown): unknown {
  if (typeof payload !== "object" || payload === null || !("codeId" in payload)) return payload;
  const { codeId: _, ...rest } = payload;
  return rest;
}

/** Mails are found by the address that they went to, and go with it. Those that wait are never sent. */
export const notificationData: PersonalData = {
  sections: [allMails, suppression],
  erase: async (ctx, { email, userId }) => [
    ctx.db.delete(mails).where(eq(mails.recipient, email)),
    ctx.db.delete(mailbox).where(eq(mailbox.recipient, email)),
    ctx.db.delete(mailSuppressions).where(eq(mailSuppressions.address, email)),
    ctx.db.delete(messageDigests).where(eq(messageDigests.userId, userId)),
  ],
};
