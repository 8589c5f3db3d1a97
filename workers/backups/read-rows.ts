import { limits } from "../../contracts/limits.ts";

/** How much of a table is asked for at once, in characters: rows can be large, and all of them are in memory together. */
const charsInPage = 1_000_000;

export interface Column {
  name: string;
  /** Its place in the primary key, from 1; 0: none. */
  pk: number;
}

/** The columns of a table that are stored and not worked out from others. */
export async function columnsOf(db: D1Database, table: string): Promise<Column[]> {
  const { results } = await db
    .prepare("SELECT name, pk FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid")
    .bind(table)
    .all<Column>();
  return results;
}

/** The next rows behind a key in the order of the primary key: at most `backupRowsInPage`, and the fewer the larger they are. None: there are no more. */
export async function readRows(
  db: D1Database,
  table: string,
  columns: readonly Column[],
  after: readonly unknown[] | null,
): Promise<unknown[][]> {
  const key = keyOf(columns).join(", ");
  const behind = after === null ? "" : `WHERE (${key}) > (${after.map(() => "?").join(", ")})`;
  const chars = columns.map(({ name }) => `ifnull(length("${name}"), 0)`).join(" + ");
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const statement = `
    SELECT ${names} FROM (
      SELECT *, row_number() OVER so_far AS place, sum(chars) OVER so_far AS chars_so_far
      FROM (SELECT ${names}, ${chars} AS chars FROM "${table}" ${behind} ORDER BY ${key} LIMIT ${limits.backupRowsInPage})
      WINDOW so_far AS (ORDER BY ${key} ROWS UNBOUNDED PRECEDING))
    WHERE place = 1 OR chars_so_far <= ${charsInPage} ORDER BY ${key}`;
  return db
    .prepare(statement)
    .bind(...(after ?? []))
    .raw();
}

/** The key of a row as it was read. */
export const keyOfRow = (columns: readonly Column[], row: readonly unknown[]): unknown[] =>
  keyOf(columns).map((quoted) => row[columns.findIndex(({ name }) => `"${name}"` === quoted)]);

const keyOf = (columns: readonly Column[]): string[] =>
  columns
    .filter(({ pk }) => pk > 0)
    .sort((a, b) => a.pk - b.pk)
    .map(({ name }) => `"${name}"`);
