import { and, asc, eq } from "drizzle-orm";
import { mails } from "../platform/mail-outbox.ts";
import { type ExportSection, moment, newerThan, type PersonalData, stretchOf } from "../platform/personal-data.ts";
import { mailbox } from "./tables.ts";

const allMails: ExportSection = {
  name: "mails",
  async read(ctx, { email }, after, rows) {
    const found = await ctx.db
      .select()
      .from(mails)
      .where(and(eq(mails.recipient, email), newerThan(after, mails.createdAt, mails.key)))
      .orderBy(asc(mails.createdAt), asc(mails.key))
      .limit(rows + 1);
    return stretchOf(
      found,
      rows,
      ({ createdAt, key }) => [createdAt, key],
      ({ kind, appId, recipient, payload, status, createdAt }) => ({
        kind,
        appId,
        recipient,
        status,
        createdAt: moment(createdAt),
        content: withoutCode(payload),
      }),
    );
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
  sections: [allMails],
  erase: async (ctx, { email }) => [
    ctx.db.delete(mails).where(eq(mails.recipient, email)),
    ctx.db.delete(mailbox).where(eq(mailbox.recipient, email)),
  ],
};
