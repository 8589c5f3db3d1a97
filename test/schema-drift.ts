import { env } from "cloudflare:workers";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";

interface MigratedColumn {
  name: string;
  type: string;
  notnull: number;
  pk: number;
}

/**
 * Where drizzle tables and the migrated database differ, one line each: columns that only one of them has, and types, nullability and primary
 * keys that they see differently. Empty: they agree.
 */
export async function schemaDrift(...tables: SQLiteTable[]): Promise<string[]> {
  return (await Promise.all(tables.map(driftOf))).flat();
}

async function driftOf(table: SQLiteTable): Promise<string[]> {
  const { name, columns, primaryKeys } = getTableConfig(table);
  const { results } = await env.DB.prepare('SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?)').bind(name).all<MigratedColumn>();
  const migrated = new Map(results.map((column) => [column.name, column]));
  const drift: string[] = [];
  for (const column of columns) {
    const found = migrated.get(column.name);
    migrated.delete(column.name);
    const isKey = column.primary || primaryKeys.some((key) => key.columns.some((part) => part.name === column.name));
    if (found === undefined) drift.push(`${name}.${column.name} is not in the database`);
    else {
      const type = column.getSQLType().toUpperCase();
      if (found.type !== type) drift.push(`${name}.${column.name} is ${found.type} in the database and ${type} in drizzle`);
      if (found.pk > 0 !== isKey) drift.push(`${name}.${column.name} is a primary key in only one of them`);
      // SQLite does not say of a primary key that it cannot be null.
      else if (!isKey && (found.notnull === 1) !== column.notNull) drift.push(`${name}.${column.name} may be null in only one of them`);
    }
  }
  return [...drift, ...[...migrated.keys()].map((column) => `${name}.${column} is not in drizzle`)];
}
