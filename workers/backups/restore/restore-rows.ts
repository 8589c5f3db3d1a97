import { limits } from "../../../contracts/limits.ts";
import { keptTables } from "../tables.ts";

interface Reference {
  table: string;
  from: string;
  to: string;
}

/**
 * The statements that put a part of a table back. A row whose parent is not there is left out: it came between the reading of the two. A row that is there stays as it
 * is. Rows travel together as JSON, and one that is too large for that by itself.
 */
export async function restoreRows(db: D1Database, lines: string): Promise<D1PreparedStatement[]> {
  const [first = "", ...rows] = lines.split("\n").filter((line) => line !== "");
  const { table, columns }: { table: string; columns: string[] } = JSON.parse(first);
  const { results: references } = await db
    .prepare('SELECT "table", "from", "to" FROM pragma_foreign_key_list(?)')
    .bind(table)
    .all<Reference>();
  const insert = insertInto(table, columns, references);
  return groupsOf(rows).map((group) => {
    const [only = ""] = group;
    return group.length === 1 && only.length > limits.restoreCharsInStatement
      ? db.prepare(insert((place) => `?${place + 1}`, "")).bind(...JSON.parse(only))
      : db.prepare(insert((place) => `json_extract(value, '$[${place}]')`, "FROM json_each(?)")).bind(`[${group.join(",")}]`);
  });
}

/** The statement for rows whose values stand where `valueAt` says, by the column's place. */
function insertInto(table: string, columns: readonly string[], references: readonly Reference[]) {
  const anew = keptTables.find(({ name }) => name === table)?.anew ?? [];
  return (valueAt: (place: number) => string, source: string): string => {
    const values = columns.map((column, place) => (anew.includes(column) ? `0 * ${valueAt(place)}` : valueAt(place)));
    const hasParents = references.map(({ table: parent, from, to }) => {
      const value = valueAt(columns.indexOf(from));
      return `(${value} IS NULL OR EXISTS (SELECT 1 FROM "${parent}" AS parent WHERE parent."${to}" = ${value}))`;
    });
    const names = columns.map((column) => `"${column}"`).join(", ");
    return `INSERT INTO "${table}" (${names}) SELECT ${values.join(", ")} ${source} WHERE ${["true", ...hasParents].join(" AND ")} ON CONFLICT DO NOTHING`;
  };
}

/** As many rows together as one statement takes. */
function groupsOf(rows: readonly string[]): string[][] {
  const groups: string[][] = [];
  let chars = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (chars + row.length > limits.restoreCharsInStatement) {
      groups.push([]);
      chars = 0;
    }
    groups.at(-1)?.push(row);
    chars += row.length;
  }
  return groups;
}
