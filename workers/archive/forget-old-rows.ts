import { limits } from "../../contracts/limits.ts";
import { forgetOldMails } from "../notifications/forget-old-mails.ts";

const dayMs = 86_400_000;
const before = (nowMs: number, days: number): number => nowMs - days * dayMs;

/** Rows that are kept for so long and no longer. `name`: of their number in the run's report; `page`: how many go at once, the oldest first. */
export interface KeptRows {
  name: string;
  page: number;
  /** How many of a page are to go, as `rows`. */
  count(db: D1Database, nowMs: number): D1PreparedStatement;
  forget(db: D1Database, nowMs: number): D1PreparedStatement;
}

const page = limits.archiveRowsForgotten;
const oldLetters = `SELECT id FROM dead_letters WHERE replayed_at IS NOT NULL AND created_at < ?1 ORDER BY created_at, id LIMIT ${page}`;
const oldCounts = `SELECT app_id, day, key_id FROM daily_key_counts WHERE day < ?1 ORDER BY day LIMIT ${page}`;
const countedDay = (nowMs: number): string => new Date(before(nowMs, limits.dailyFigureDays)).toISOString().slice(0, 10);

export const keptRows: readonly KeptRows[] = [
  {
    name: "mailsForgotten",
    page: limits.mailsForgottenPerPage,
    count: (db, nowMs) =>
      db
        .prepare("SELECT count(*) AS rows FROM (SELECT 1 FROM mails WHERE status IN ('SENT', 'SKIPPED') AND updated_at < ? LIMIT ?)")
        .bind(before(nowMs, limits.mailDays), limits.mailsForgottenPerPage),
    forget: forgetOldMails,
  },
  {
    name: "deadLettersForgotten",
    page,
    count: (db, nowMs) => db.prepare(`SELECT count(*) AS rows FROM (${oldLetters})`).bind(before(nowMs, limits.deadLetterDays)),
    forget: (db, nowMs) => db.prepare(`DELETE FROM dead_letters WHERE id IN (${oldLetters})`).bind(before(nowMs, limits.deadLetterDays)),
  },
  {
    name: "keyCountsForgotten",
    page,
    count: (db, nowMs) => db.prepare(`SELECT count(*) AS rows FROM (${oldCounts})`).bind(countedDay(nowMs)),
    forget: (db, nowMs) => db.prepare(`DELETE FROM daily_key_counts WHERE (app_id, day, key_id) IN (${oldCounts})`).bind(countedDay(nowMs)),
  },
];
