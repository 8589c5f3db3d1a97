import { eq } from "drizzle-orm";
import type { Role, User } from "../../contracts/identity.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx, UserCtx } from "../platform/context.ts";
import { users } from "./tables.ts";

export type UserRow = typeof users.$inferSelect;

/** A person as they see themselves, with the role that they have at the app that asks. */
export const toUser = (row: UserRow, role: Role): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  username: row.username,
  phone: row.phone,
  role,
  emailVerified: row.emailVerified,
  createdAt: new Date(row.createdAt).toISOString(),
  updatedAt: new Date(row.updatedAt).toISOString(),
});

/** The account with this e-mail address, in lower case, or with this username, in any case; or null. No username has an @. */
export async function findAccount(ctx: Ctx, name: string): Promise<UserRow | null> {
  const row = await ctx.db
    .select()
    .from(users)
    .where(name.includes("@") ? eq(users.email, name) : eq(users.username, name))
    .get();
  return row ?? null;
}

/** Whoever is signed in. Throws TOKEN_INVALID if the account is gone since. */
export async function readMe(ctx: UserCtx): Promise<User> {
  const row = await ctx.db.select().from(users).where(eq(users.id, ctx.actor.userId)).get();
  if (row === undefined) throw new AppError("TOKEN_INVALID");
  return toUser(row, ctx.actor.role);
}
