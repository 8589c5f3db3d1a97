import { limits } from "../../contracts/limits.ts";

const dayMs = 86_400_000;

/**
 * The statement that deletes mails that were sent or left unsent longer than `mailDays` ago, the oldest first and at most `mailsForgottenPerPage`: what it changed
 * says whether there are more.
 */
export const forgetOldMails = (db: D1Database, nowMs: number): D1PreparedStatement =>
  db
    .prepare(
      "DELETE FROM mails WHERE key IN (SELECT key FROM mails WHERE status IN ('SENT', 'SKIPPED') AND updated_at < ? ORDER BY updated_at LIMIT ?)",
    )
    .bind(nowMs - limits.mailDays * dayMs, limits.mailsForgottenPerPage);
