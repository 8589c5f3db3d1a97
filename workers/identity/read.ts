import { and, eq, isNull } from "drizzle-orm";
import type { Role, User } from "../../contracts/identity.ts";
import type { UserRecord } from "../../contracts/users.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx, UserCtx } from "../platform/context.ts";
import { roleAt } from "./role.ts";
import { users } from "./tables.ts";

export type UserRow = typeof users.$inferSelect;

/** A person as the platform's owner sees them. */
export const toRecord = (row: UserRow): UserRecord => ({
  id: row.id,
  email: row.email,
  name: row.name,
  username: row.username,
  phone: row.phone,
  avatarUrl: row.avatarUrl,
  emailVerified: row.emailVerified,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});

/** A person as they see themselves, with the role that they have at the app that asks. */
export const toUser = (row: UserRow, role: Role): User => ({ ...toRecord(row), role });

/** The account with this e-mail address, in lower case, or with this username, in any case; or null. No username has an @. */
export async function findAccount(ctx: Ctx, name: string): Promise<UserRow | null> {
  const row = await ctx.db
    .select()
    .from(users)
    .where(and(name.includes("@") ? eq(users.email, name) : eq(users.username, name), isNull(users.erasedAt)))
    .get();
  return row ?? null;
}

/** No id of ours looks like this: whom statements are about where there is no account. */
export const nobodysId = "nobody";

/** Whoever is signed in. Throws TOKEN_INVALID if the account is gone since. */
export async function readMe(ctx: UserCtx): Promise<User> {
  const row = await getMe(ctx);
  return toUser(row, await roleAt(ctx, row.id));
}

/** The row of whoever is signed in. Throws TOKEN_INVALID if the account is gone since. */
export async function getMe(ctx: UserCtx): Promise<UserRow> {
  const row = await ctx.db
    .select()
    .from(users)
    .where(and(eq(users.id, ctx.actor.userId), isNull(users.erasedAt)))
    .get();
  if (row === undefined) throw new AppError("TOKEN_INVALID");
  return row;
}
