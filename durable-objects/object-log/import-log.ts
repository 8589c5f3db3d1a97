import type { LoggedObject } from "../../contracts/object-log.ts";
import { isMigrated, migrate } from "../migrate.ts";
import type { LogSpec } from "./log-spec.ts";

type Staged = Awaited<ReturnType<LoggedObject["stageLog"]>>;
type Opened = Awaited<ReturnType<LoggedObject["openLog"]>>;
type Line = { migrations: string[] } | { table: string; columns: string[] } | SqlStorageValue[];

/** Lays lines aside, in a table beside those of the log. Those of another run, which came to nothing, go. NOT_EMPTY for an object that is set up. */
export function stageLog(storage: DurableObjectStorage, { run, place, lines }: Parameters<LoggedObject["stageLog"]>[0]): Staged {
  const { sql } = storage;
  if (restoredBy(sql)?.run === run) return { ok: true };
  if (isMigrated(storage)) return { ok: false, code: "NOT_EMPTY" };
  storage.transactionSync(() => {
    sql.exec("CREATE TABLE IF NOT EXISTS _staged (place INTEGER PRIMARY KEY, run TEXT NOT NULL, lines TEXT NOT NULL) STRICT");
    sql.exec("DELETE FROM _staged WHERE run <> ?", run);
    sql.exec("INSERT OR REPLACE INTO _staged (place, run, lines) VALUES (?, ?, ?)", place, run, lines);
  });
  return { ok: true };
}

/** Sets an object up with what was laid aside for it: its tables as they were, then the migrations that it never knew. One transaction. */
export function openLog(storage: DurableObjectStorage, spec: LogSpec, run: string): Opened {
  const { sql } = storage;
  const before = restoredBy(sql);
  if (before?.run === run) return { ok: true, rows: before.rows, again: true };
  if (isMigrated(storage)) return { ok: false, code: "NOT_EMPTY" };
  if (!hasTable(sql, "_staged")) return { ok: false, code: "NOTHING_STAGED" };
  const isKnown = new Set(spec.migrations.map(([name]) => name));
  return storage.transactionSync(() => {
    const writer = new RowWriter(sql, spec);
    let rows = 0;
    for (const line of linesOf(sql, run)) {
      if (Array.isArray(line)) {
        writer.write(line);
        rows++;
      } else if ("table" in line) writer.begin(line);
      else if (line.migrations.some((name) => !isKnown.has(name))) return { ok: false, code: "UNKNOWN_MIGRATION" };
      else
        migrate(
          storage,
          spec.migrations.filter(([name]) => line.migrations.includes(name)),
        );
    }
    migrate(storage, spec.migrations);
    if (spec.afterwards !== null) sql.exec(spec.afterwards);
    sql.exec("DROP TABLE _staged");
    sql.exec("CREATE TABLE _restored (run TEXT NOT NULL, rows INTEGER NOT NULL) STRICT");
    sql.exec("INSERT INTO _restored VALUES (?, ?)", run, rows);
    return { ok: true, rows, again: false };
  });
}

/** Empties the object and ends it, so that its memory and its sockets go too. Never answers. */
export async function eraseLog(ctx: DurableObjectState): Promise<never> {
  await ctx.storage.deleteAlarm();
  await ctx.storage.deleteAll();
  await ctx.storage.sync();
  ctx.abort("this object was emptied for a restore");
  return new Promise(() => {});
}

const hasTable = (sql: SqlStorage, name: string): boolean =>
  sql.exec("SELECT 1 FROM sqlite_master WHERE name = ?", name).toArray().length > 0;

/** The restore that set this object up, if one did. */
const restoredBy = (sql: SqlStorage): { run: string; rows: number } | null =>
  hasTable(sql, "_restored") ? sql.exec<{ run: string; rows: number }>("SELECT run, rows FROM _restored").one() : null;

/** One piece after the other, none of them open while it is written: a table that is read cannot be set up. */
function* linesOf(sql: SqlStorage, run: string): Generator<Line> {
  const places = sql.exec<{ place: number }>("SELECT place FROM _staged WHERE run = ? ORDER BY place", run).toArray();
  for (const { place } of places) {
    const { lines } = sql.exec<{ lines: string }>("SELECT lines FROM _staged WHERE place = ?", place).one();
    for (const line of lines.split("\n")) if (line !== "") yield JSON.parse(line);
  }
}

/** Writes rows into the table that was named last. */
class RowWriter {
  readonly #sql: SqlStorage;
  readonly #spec: LogSpec;
  #insert = "";

  constructor(sql: SqlStorage, spec: LogSpec) {
    this.#sql = sql;
    this.#spec = spec;
  }

  begin({ table, columns }: { table: string; columns: string[] }): void {
    const growing = this.#spec.growing.find(({ name }) => name === table);
    if (growing === undefined && !this.#spec.whole.includes(table)) throw new Error(`${table} is no table of this log`);
    const names = columns.map((column) => `"${column}"`);
    const again =
      growing && ` ON CONFLICT (${growing.key.join(", ")}) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(", ")}`;
    this.#insert = `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})${again ?? ""}`;
  }

  write(row: SqlStorageValue[]): void {
    this.#sql.exec(this.#insert, ...row);
  }
}
