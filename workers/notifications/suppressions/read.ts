import { and, desc, gte, lt } from "drizzle-orm";
import type { Page } from "../../../contracts/envelope.ts";
import type { MailSuppression, MailSuppressionQuery } from "../../../contracts/mail-suppressions.ts";
import type { AdminCtx } from "../../platform/context.ts";
import { encodeCursor, olderThan, toPage } from "../../platform/cursor.ts";
import { mailSuppressions } from "../../platform/mail-suppressions.ts";

/** The addresses that get no mail, the newest first; `q`: those that begin so. */
export async function listMailSuppressions(ctx: AdminCtx, { q, limit, cursor }: MailSuppressionQuery): Promise<Page<MailSuppression>> {
  const { address, createdAt } = mailSuppressions;
  const rows = await ctx.db
    .select()
    .from(mailSuppressions)
    .where(and(...(q === undefined ? [] : [gte(address, q), lt(address, `${q}\u{10ffff}`)]), olderThan(cursor, createdAt, address)))
    .orderBy(desc(createdAt), desc(address))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => encodeCursor(row.createdAt, row.address), suppressionView);
}

/** A suppression as it is shown. */
export const suppressionView = ({ createdAt, ...row }: typeof mailSuppressions.$inferSelect): MailSuppression => ({
  ...row,
  createdAt: new Date(createdAt).toISOString(),
});
