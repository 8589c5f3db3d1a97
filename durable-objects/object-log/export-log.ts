import type { LogPiece } from "../../contracts/object-log.ts";
import { isMigrated } from "../migrate.ts";
import type { GrowingTable, LogSpec } from "./log-spec.ts";

interface Position {
  /** Where the object stood when its first piece was read. */
  head: Head;
  /** Which of the growing tables is read, and behind which key. */
  table: number;
  after: SqlStorageValue[] | null;
}

type Head = { first: number; second: number };

/**
 * The next piece of an object's log, read in one turn; null if it was never set up. The growing tables come first, as they are when their turn comes. The last piece
 * has the other tables, and what has changed in the growing ones since the first: by then the pieces are what the object is in that turn.
 */
export function exportLog(storage: DurableObjectStorage, spec: LogSpec, cursor: string | null, bytesMax: number): LogPiece | null {
  if (!isMigrated(storage)) return null;
  const lines = new Lines();
  let position: Position = cursor === null ? { head: headOf(storage.sql, spec), table: 0, after: null } : JSON.parse(cursor);
  if (cursor === null) lines.say({ migrations: migrationsOf(storage.sql) });
  for (let table = spec.growing[position.table]; table !== undefined; table = spec.growing[position.table]) {
    const after = grow(storage.sql, table, position.after, lines, bytesMax);
    if (after !== null) return lines.piece(JSON.stringify({ ...position, after }));
    position = { ...position, table: position.table + 1, after: null };
  }
  const { first, second } = position.head;
  for (const { name, changed } of spec.growing)
    lines.table(name, storage.sql.exec(`SELECT * FROM ${name} WHERE ${changed}`, first, second));
  for (const name of spec.whole) lines.table(name, storage.sql.exec(`SELECT * FROM ${name}`));
  return lines.piece(null);
}

/** The last entry of the log; null if the object was never set up. */
export const logHead = (storage: DurableObjectStorage, spec: LogSpec): number | null =>
  isMigrated(storage) ? headOf(storage.sql, spec).first : null;

const headOf = (sql: SqlStorage, { head }: LogSpec): Head => sql.exec<Head>(head).one();

const migrationsOf = (sql: SqlStorage): string[] =>
  sql
    .exec<{ name: string }>("SELECT name FROM _migrations ORDER BY name")
    .toArray()
    .map(({ name }) => name);

/** Adds rows behind a key until there is no room, and answers the last one's key then; null: all are in. */
function grow(
  sql: SqlStorage,
  { name, key }: GrowingTable,
  after: SqlStorageValue[] | null,
  lines: Lines,
  bytesMax: number,
): SqlStorageValue[] | null {
  const columns = key.join(", ");
  const behind = after === null ? "" : `WHERE (${columns}) > (${key.map(() => "?").join(", ")})`;
  const rows = sql.exec(`SELECT * FROM ${name} ${behind} ORDER BY ${columns}`, ...(after ?? []));
  const places = key.map((column) => rows.columnNames.indexOf(column));
  return lines.table(name, rows, bytesMax, (row) => places.map((place) => row[place] ?? null));
}

class Lines {
  readonly #lines: string[] = [];
  #chars = 0;
  #rows = 0;

  say(line: object): void {
    const text = JSON.stringify(line);
    this.#lines.push(text);
    this.#chars += text.length + 1;
  }

  /** Adds a table's rows as long as there is room; if there is none for all, what `keyOf` says of the last that went in. */
  table<Key>(
    table: string,
    rows: SqlStorageCursor<Record<string, SqlStorageValue>>,
    charsMax = Number.POSITIVE_INFINITY,
    keyOf?: (row: SqlStorageValue[]) => Key,
  ): Key | null {
    let said = false;
    let last: SqlStorageValue[] | null = null;
    for (const row of rows.raw()) {
      if (last !== null && this.#chars >= charsMax) return keyOf?.(last) ?? null;
      if (!said) this.say({ table, columns: rows.columnNames });
      said = true;
      this.say(row.map((value) => storable(table, value)));
      this.#rows++;
      last = row;
    }
    return null;
  }

  piece(cursor: string | null): LogPiece {
    return { lines: this.#lines.map((line) => `${line}\n`).join(""), rows: this.#rows, cursor };
  }
}

function storable(table: string, value: SqlStorageValue): string | number | null {
  if (value instanceof ArrayBuffer) throw new Error(`${table} has bytes, which no line of a log can carry`);
  if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new Error(`${table} has a number past 2^53`);
  return value;
}
