import { sql } from "drizzle-orm";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { actorName, type Ctx } from "./context.ts";

export const auditLog = sqliteTable("audit_log", {
  id: integer("id").primaryKey(),
  at: integer("at").notNull(),
  appId: text("app_id"),
  actor: text("actor").notNull(),
  action: text("action").notNull(),
  subject: text("subject").notNull(),
  ip: text("ip"),
  requestId: text("request_id").notNull(),
  before: text("before", { mode: "json" }),
  after: text("after", { mode: "json" }),
});

/** The row that says who did what to what, to be put into the same batch as the change. Never a secret in `before` or `after`. */
export const auditRow = (ctx: Ctx, entry: AuditEntry) => ctx.db.insert(auditLog).values(rowOf(ctx, entry));

/** As `auditRow`, to follow a conditional statement directly in its batch: written only if that statement changed a row. */
export function auditRowIfChanged(ctx: Ctx, entry: AuditEntry) {
  const { at, appId, actor, action, subject, ip, requestId, before, after } = rowOf(ctx, entry);
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  return ctx.db
    .insert(auditLog)
    .select(
      sql`SELECT NULL, ${at}, ${appId}, ${actor}, ${action}, ${subject}, ${ip}, ${requestId}, ${json(before)}, ${json(after)} WHERE changes() > 0`,
    );
}

interface AuditEntry {
  appId?: string;
  action: string;
  subject: string;
  before?: unknown;
  after?: unknown;
}

function rowOf(ctx: Ctx, entry: AuditEntry) {
  return {
    at: ctx.now(),
    appId: entry.appId ?? ctx.tenant?.appId ?? null,
    actor: actorName(ctx.actor),
    action: entry.action,
    subject: entry.subject,
    ip: ctx.client.ip,
    requestId: ctx.requestId,
    before: entry.before,
    after: entry.after,
  };
}
