import { env } from "cloudflare:workers";
import { type Database, openDatabase } from "../workers/platform/database.ts";

interface Recorded {
  sql: string;
  values: unknown[];
}

/** A database that remembers every statement it is sent, to ask SQLite afterwards how it would run them. */
export function recordingDatabase(): { db: Database; plans(): Promise<string[]> } {
  const recorded: Recorded[] = [];
  const recording = new Proxy(env.DB, {
    get(database, property) {
      if (property === "prepare") return (sql: string) => recordBinds(database.prepare(sql), sql, recorded);
      const member: unknown = Reflect.get(database, property);
      return typeof member === "function" ? member.bind(database) : member;
    },
  });
  return { db: openDatabase({ ...env, DB: recording }), plans: async () => (await Promise.all(recorded.map(planOf))).flat() };
}

function recordBinds(statement: D1PreparedStatement, sql: string, recorded: Recorded[]): D1PreparedStatement {
  return new Proxy(statement, {
    get(target, property) {
      if (property === "bind") {
        return (...values: unknown[]) => {
          recorded.push({ sql, values });
          return target.bind(...values);
        };
      }
      const member: unknown = Reflect.get(target, property);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** The steps of a statement's plan, each as SQLite puts it: `SEARCH listings USING INDEX …`, `SCAN venues`. */
async function planOf({ sql, values }: Recorded): Promise<string[]> {
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .bind(...values)
    .all<{ detail: string }>();
  return results.map(({ detail }) => detail);
}
