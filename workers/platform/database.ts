import { type SQL, sql } from "drizzle-orm";
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";

export type Database = DrizzleD1Database<Record<string, never>> & { $client: D1Database };

const clients = new WeakMap<D1Database, Database>();

/** The drizzle client, one a binding. Each domain brings its own `tables.ts`; there is no schema object that would tie them together. */
export function openDatabase(env: Env): Database {
  const client = clients.get(env.DB) ?? drizzle(env.DB);
  clients.set(env.DB, client);
  return client;
}

/** What drizzle makes of a query; what it says of itself besides is none of ours. */
interface Query<Rows> extends PromiseLike<Rows> {
  prepare(): { getQuery(): { sql: string; params: unknown[] }; mapResult(response: unknown, isFromBatch: true): unknown };
}

/** A query of drizzle's among the plain statements of a batch, and its rows in what the batch answers to it. */
export function statementOf<Rows>(
  db: D1Database,
  query: Query<Rows>,
): { statement: D1PreparedStatement; rowsOf: (answer: D1Result) => Rows } {
  const prepared = query.prepare();
  const { sql: text, params } = prepared.getQuery();
  return { statement: db.prepare(text).bind(...params), rowsOf: (answer) => prepared.mapResult(answer, true) as Rows };
}

/** Whether a column has one of these values. As one parameter, for D1 takes a hundred of them and no more. */
export const among = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`;

/** Whether a statement failed on the unique index or primary key of `column`, given as `table.column`. */
export function violatesUnique(error: unknown, column: string): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.message.includes("UNIQUE constraint failed") && cause.message.includes(column)) return true;
  }
  return false;
}

/** What D1 says when it cannot be reached or sheds load, as against what is wrong with a statement. */
const outages =
  /Network connection lost|storage caused object to be reset|reset because its code was updated|DB is overloaded|starting up D1 DB|D1 DB storage operation exceeded timeout|Durable Object storage operation exceeded timeout/i;

/** Whether a statement failed because the database was away and not because of itself. */
export function isDatabaseOutage(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (outages.test(cause.message)) return true;
  return false;
}
