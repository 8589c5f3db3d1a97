import { and, eq, isNull } from "drizzle-orm";
import type { User } from "../../../contracts/identity.ts";
import type { PublicUser, UserBatch, UserRecord } from "../../../contracts/users.ts";
import { AppError } from "../../platform/app-error.ts";
import type { AdminCtx, Ctx, TenantCtx } from "../../platform/context.ts";
import { among } from "../../platform/database.ts";
import { readMe, toRecord, type UserRow } from "../read.ts";
import { users } from "../tables.ts";

const publicColumns = { id: users.id, username: users.username, name: users.name, avatarUrl: users.avatarUrl };

/**
 * A person: oneself whole, also as `me`; anybody else, and for a server everybody, by what is public. People are the platform's and no app's, so
 * there is no foreign one. USER_NOT_FOUND.
 */
export async function readUser(ctx: TenantCtx, { id }: { id: string }): Promise<User | PublicUser> {
  const { actor } = ctx;
  if (actor.kind === "user" && (id === "me" || id === actor.userId)) return readMe({ ...ctx, actor });
  const row = await ctx.db.select(publicColumns).from(users).where(present(id)).get();
  if (row === undefined) throw new AppError("USER_NOT_FOUND");
  return row;
}

/** Those of these people who exist, each once, in the order of the ids. */
export async function readUserBatch(ctx: TenantCtx, { ids }: UserBatch): Promise<PublicUser[]> {
  // One JSON parameter: D1 takes at most a hundred in a statement.
  const rows = await ctx.db
    .select(publicColumns)
    .from(users)
    .where(and(among(users.id, ids), isNull(users.erasedAt)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
}

/** Whether there is an account with this address. */
export async function emailExists(ctx: Ctx, { email }: { email: string }): Promise<boolean> {
  return (await ctx.db.select({ id: users.id }).from(users).where(eq(users.email, email)).get()) !== undefined;
}

/** A person as the platform's owner sees them. USER_NOT_FOUND, also for somebody who was erased. */
export async function readUserForAdmin(ctx: AdminCtx, userId: string): Promise<UserRecord> {
  return toRecord(await getUser(ctx, userId));
}

/** The row of somebody who is here. USER_NOT_FOUND. */
export async function getUser(ctx: Ctx, userId: string): Promise<UserRow> {
  const row = await ctx.db.select().from(users).where(present(userId)).get();
  if (row === undefined) throw new AppError("USER_NOT_FOUND");
  return row;
}

const present = (userId: string) => and(eq(users.id, userId), isNull(users.erasedAt));
