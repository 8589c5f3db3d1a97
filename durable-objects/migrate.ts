/** One migration file: its name, by which it is remembered, and its SQL. */
export type Migration = readonly [name: string, sql: string];

/** Applies what was not applied yet, each file in a transaction. Synchronous, so that a constructor can call it. */
export function migrate(storage: DurableObjectStorage, migrations: readonly Migration[]): void {
  const { sql } = storage;
  sql.exec("CREATE TABLE IF NOT EXISTS _migrations (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT");
  const applied = new Set(
    sql
      .exec<{ name: string }>("SELECT name FROM _migrations")
      .toArray()
      .map((row) => row.name),
  );
  for (const [name, text] of migrations) {
    if (applied.has(name)) continue;
    storage.transactionSync(() => {
      sql.exec(text);
      sql.exec("INSERT INTO _migrations VALUES (?, ?)", name, Date.now());
    });
  }
}

/** Whether this object has ever been set up. Looking does not create a database, so a made-up id leaves nothing behind. */
export const isMigrated = (storage: DurableObjectStorage): boolean =>
  storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = '_migrations'").toArray().length > 0;
