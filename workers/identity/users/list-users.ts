import { and, asc, count, desc, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { UserPage, UserQuery, UserSortField } from "../../../contracts/users.ts";
import type { AdminCtx } from "../../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../../platform/cursor.ts";
import { toRecord } from "../read.ts";
import { users } from "../tables.ts";

/**
 * The platform's people. With `limit` and `cursor` the newest first; with `page`, `size` or `sort` by that order, and with the `total` of all that
 * match. `q` is literal: no character of it means anything.
 */
export async function listUsers(ctx: AdminCtx, query: UserQuery): Promise<UserPage> {
  const { q, cursor, limit, page, size, sort } = query;
  const matching = and(isNull(users.erasedAt), q ? contains(q) : undefined);
  if (page !== undefined || size !== undefined || sort !== undefined) {
    return numberedPage(ctx, matching, { page: page ?? 0, size: size ?? limit, sort: sort ?? "createdAt,desc" });
  }
  const rows = await ctx.db
    .select()
    .from(users)
    .where(and(matching, cursor === undefined ? undefined : lt(users.id, decodeCursor(cursor, "number").id)))
    .orderBy(desc(users.id))
    .limit(limit + 1);
  return toPage(rows, limit, (row) => encodeCursor(row.createdAt, row.id), toRecord);
}

async function numberedPage(ctx: AdminCtx, matching: SQL | undefined, { page, size, sort }: { page: number; size: number; sort: string }) {
  const [rows, [counted]] = await ctx.db.batch([
    ctx.db
      .select()
      .from(users)
      .where(matching)
      .orderBy(...order(sort))
      .limit(size)
      .offset(page * size),
    ctx.db.select({ total: count() }).from(users).where(matching),
  ]);
  return { items: rows.map(toRecord), nextCursor: null, total: counted?.total ?? 0 };
}

const fields: Record<UserSortField, SQL> = {
  // Ids sort by the time of their making.
  createdAt: sql`${users.id}`,
  email: sql`${users.email}`,
  name: sql`${users.name} COLLATE NOCASE`,
  username: sql`${users.username}`,
};

/** By the field, then by id, so that no two pages show the same person. */
function order(sort: string): SQL[] {
  const [field, direction] = sort.split(",");
  const way = direction === "desc" ? desc : asc;
  const by = fields[field as UserSortField];
  return field === "createdAt" ? [way(by)] : [way(by), way(users.id)];
}

const contains = (q: string): SQL =>
  sql`(${sql.join(
    [users.email, users.username, users.name].map((column) => sql`instr(lower(${column}), lower(${q})) > 0`),
    sql` OR `,
  )})`;
