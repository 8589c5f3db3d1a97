import { limits } from "../../contracts/limits.ts";
import type { Ctx } from "../platform/context.ts";
import { partKey, writePart } from "./part-files.ts";
import { columnsOf, keyOfRow, readRows } from "./read-rows.ts";
import { keptTables } from "./tables.ts";

/** How far a backup is with D1. `table`: among the kept ones, read from the last to the first; `after`: the key of the last row that is in a part. */
export interface TablesPosition {
  table: number;
  after: unknown[] | null;
  part: number;
}

/** The next parts of D1: as much as one page may take, small tables together. `next` null: that was all. */
export async function backUpTables(ctx: Ctx, id: string, position: TablesPosition): Promise<{ next: TablesPosition | null; rows: number }> {
  let next = position;
  let rows = 0;
  let chars = 0;
  for (let turn = 0; turn < limits.backupTablesInPage && chars < limits.backupBytesInPart; turn++) {
    const table = keptTables.at(-1 - next.table)?.name;
    if (table === undefined) return { next: null, rows };
    const part = await readPart(ctx.env.DB, table, next.after);
    if (part.rows > 0) await writePart(ctx.env, partKey(id, { table }, next.part), { table }, part.lines, part.rows);
    rows += part.rows;
    chars += part.lines.length;
    next = part.after === null ? { table: next.table + 1, after: null, part: 0 } : { ...next, after: part.after, part: next.part + 1 };
  }
  return { next, rows };
}

/** A part of a table: a line with its columns, then one for each row. `after`: the last one's key, or null if there are no more. */
async function readPart(
  db: D1Database,
  table: string,
  after: unknown[] | null,
): Promise<{ lines: string; rows: number; after: unknown[] | null }> {
  const columns = await columnsOf(db, table);
  const lines = [JSON.stringify({ table, columns: columns.map(({ name }) => name) })];
  let chars = 0;
  let last = after;
  while (chars < limits.backupBytesInPart) {
    const rows = await readRows(db, table, columns, last);
    for (const row of rows) {
      const line = JSON.stringify(row);
      lines.push(line);
      chars += line.length;
      last = keyOfRow(columns, row);
    }
    if (rows.length === 0) return { lines: asText(lines), rows: lines.length - 1, after: null };
  }
  return { lines: asText(lines), rows: lines.length - 1, after: last };
}

const asText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
