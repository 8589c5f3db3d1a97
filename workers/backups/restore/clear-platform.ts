import { limits } from "../../../contracts/limits.ts";
import type { LoggedKind } from "../../../contracts/object-log.ts";
import type { Ctx } from "../../platform/context.ts";
import { listObjects, loggedObject } from "../logged-objects.ts";
import { columnsOf } from "../read-rows.ts";
import { keptTables, leftOutTables } from "../tables.ts";

/** Empties the next objects of a class behind an id. Answers the last one's id; null: there are no more. */
export async function clearObjects(ctx: Ctx, kind: LoggedKind, after: string): Promise<string | null> {
  const found = await listObjects(ctx.env, kind, after);
  await Promise.all(found.map(({ name }) => clearObject(ctx, kind, name)));
  return found.at(-1)?.id ?? null;
}

async function clearObject(ctx: Ctx, kind: LoggedKind, name: string): Promise<void> {
  if ((await loggedObject(ctx.env, kind, name).logHead()) === null) return;
  // Always fails: the object ends with it.
  await loggedObject(ctx.env, kind, name)
    .eraseLog()
    .catch(() => {});
  if ((await loggedObject(ctx.env, kind, name).logHead()) !== null) throw new Error(`${kind} ${name} could not be emptied`);
}

/** Children before their parents. What ran by the clock stays: this restore is among it. */
const tablesToClear: readonly string[] = [
  ...Object.keys(leftOutTables).filter((name) => name !== "job_runs"),
  ...keptTables.map(({ name }) => name).reverse(),
];

/** Empties tables from the `table`th on, some rows at a time. Answers which comes next; null: all are empty. */
export async function clearTables(ctx: Ctx, table: number): Promise<number | null> {
  let left = limits.restoreRowsClearedInPage;
  for (let next = table; ; next++) {
    const name = tablesToClear[next];
    if (name === undefined) return null;
    const key = (await columnsOf(ctx.env.DB, name)).filter(({ pk }) => pk > 0).map((column) => `"${column.name}"`);
    const { meta } = await ctx.env.DB.prepare(
      `DELETE FROM "${name}" WHERE (${key.join(", ")}) IN (SELECT ${key.join(", ")} FROM "${name}" LIMIT ?)`,
    )
      .bind(left)
      .run();
    left -= meta.changes;
    if (left <= 0) return next;
  }
}
