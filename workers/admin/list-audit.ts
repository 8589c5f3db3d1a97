import { and, desc, eq, sql } from "drizzle-orm";
import type { AuditEntry, AuditQuery } from "../../contracts/admin.ts";
import type { Page } from "../../contracts/envelope.ts";
import { auditLog } from "../platform/audit.ts";
import type { AdminCtx } from "../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../platform/cursor.ts";
import { within } from "./period.ts";

/** What was written, by whom, the newest first. */
export async function listAudit(ctx: AdminCtx, query: AuditQuery): Promise<Page<AuditEntry>> {
  const { limit, cursor, appId, actor, action, subject } = query;
  const last = cursor === undefined ? undefined : decodeCursor(cursor, "number");
  const rows = await ctx.db
    .select()
    .from(auditLog)
    .where(
      and(
        appId === undefined ? undefined : eq(auditLog.appId, appId),
        actor === undefined ? undefined : eq(auditLog.actor, actor),
        action === undefined ? undefined : eq(auditLog.action, action),
        subject === undefined ? undefined : eq(auditLog.subject, subject),
        within(auditLog.at, query),
        last && sql`(${auditLog.at}, ${auditLog.id}) < (${last.key}, ${Number(last.id)})`,
      ),
    )
    .orderBy(desc(auditLog.at), desc(auditLog.id))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => encodeCursor(row.at, String(row.id)), toEntry);
}

const toEntry = ({ id, at, before, after, ...row }: typeof auditLog.$inferSelect): AuditEntry => ({
  ...row,
  id: String(id),
  at: new Date(at).toISOString(),
  before: before ?? null,
  after: after ?? null,
});
