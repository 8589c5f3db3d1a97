import { and, asc, eq, gt, inArray, type SQL, sql } from "drizzle-orm";
import type { Page, PageQuery } from "../../contracts/envelope.ts";
import type { Organizer } from "../../contracts/organizers.ts";
import { audiencesAt } from "../identity/audience.ts";
import { sessions, users } from "../identity/tables.ts";
import type { Tenant, TenantCtx } from "../platform/context.ts";
import { decodeCursor, encodeCursor, toPage } from "../platform/cursor.ts";
import { organizers } from "./tables.ts";

/** Whether the app has named this user an organizer. Always asks the database: whoever lost the role is refused at once. */
export async function isNamedOrganizer(ctx: TenantCtx, userId: string): Promise<boolean> {
  const row = await ctx.db
    .select({ userId: organizers.userId })
    .from(organizers)
    .where(and(eq(organizers.appId, ctx.tenant.appId), eq(organizers.userId, userId)))
    .get();
  return row !== undefined;
}

interface Named {
  userId: string;
  username: string;
  name: string;
  since: number | null;
}

/** Where everybody is an organizer, so is whoever was not named. */
export const toOrganizer = ({ openOrganizers }: Tenant, { since, ...person }: Named): Organizer => ({
  ...person,
  role: since !== null || openOrganizers ? "ORGANIZER" : "USER",
  since: since === null ? null : new Date(since).toISOString(),
});

/** Of this id, and either signed in at this app at some time or named its organizer. */
export const personOfApp = (ctx: TenantCtx, userId: string): SQL =>
  sql`${users.id} = ${userId} AND (
    EXISTS (SELECT 1 FROM ${sessions} WHERE ${sessions.userId} = ${users.id} AND ${inArray(sessions.audience, audiencesAt(ctx.tenant))})
    OR EXISTS (SELECT 1 FROM ${organizers} AS o WHERE o.app_id = ${ctx.tenant.appId} AND o.user_id = ${users.id}))`;

/** The statement that finds such a person, and since when they are an organizer. */
export const personAt = (ctx: TenantCtx, userId: string) =>
  ctx.db
    .select({ userId: users.id, username: users.username, name: users.name, since: organizers.createdAt })
    .from(users)
    .leftJoin(organizers, and(eq(organizers.userId, users.id), eq(organizers.appId, ctx.tenant.appId)))
    .where(personOfApp(ctx, userId));

/** Those whom the app has named organizers, in the order of their accounts. */
export async function listOrganizers(ctx: TenantCtx, { limit, cursor }: PageQuery): Promise<Page<Organizer>> {
  const rows = await ctx.db
    .select({ userId: users.id, username: users.username, name: users.name, since: organizers.createdAt })
    .from(organizers)
    .innerJoin(users, eq(users.id, organizers.userId))
    .where(
      and(
        eq(organizers.appId, ctx.tenant.appId),
        cursor === undefined ? undefined : gt(organizers.userId, decodeCursor(cursor, "string").id),
      ),
    )
    .orderBy(asc(organizers.userId))
    .limit(limit + 1);
  return toPage(
    rows,
    limit,
    (row) => encodeCursor(row.userId, row.userId),
    (row) => toOrganizer(ctx.tenant, row),
  );
}
