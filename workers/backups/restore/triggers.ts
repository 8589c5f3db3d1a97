import { triggerTable } from "../half-restored.ts";

/**
 * Puts all triggers aside: what they do beside an insertion is in the backup already, and the log of who did what could not be emptied. They are kept in a table of
 * their own, so that a restore that broke off can be done again.
 */
export async function putTriggersAside(db: D1Database): Promise<D1PreparedStatement[]> {
  const { results } = await db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all<{ name: string }>();
  return [
    db.prepare(`CREATE TABLE IF NOT EXISTS ${triggerTable} (name TEXT PRIMARY KEY, tbl_name TEXT NOT NULL, sql TEXT NOT NULL) STRICT`),
    db.prepare(`INSERT OR REPLACE INTO ${triggerTable} SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'`),
    ...results.map(({ name }) => db.prepare(`DROP TRIGGER IF EXISTS "${name}"`)),
  ];
}

/** Puts back those of all tables but the ones that the objects tell anew: what these do on an insertion was counted before. */
export const putMostTriggersBack = (db: D1Database): Promise<D1PreparedStatement[]> =>
  putBack(db, "tbl_name NOT IN ('bookings', 'reservations')");

/** Puts back whatever is still aside, and says by it that the restore has ended. */
export async function putTriggersBack(db: D1Database): Promise<D1PreparedStatement[]> {
  return [...(await putBack(db, "true")), db.prepare(`DROP TABLE ${triggerTable}`)];
}

async function putBack(db: D1Database, which: string): Promise<D1PreparedStatement[]> {
  const { results } = await db
    .prepare(`SELECT name, sql FROM ${triggerTable} WHERE ${which} ORDER BY name`)
    .all<{ name: string; sql: string }>();
  return [
    ...results.flatMap(({ name, sql }) => [db.prepare(`DROP TRIGGER IF EXISTS "${name}"`), db.prepare(sql)]),
    db.prepare(`DELETE FROM ${triggerTable} WHERE ${which}`),
  ];
}
