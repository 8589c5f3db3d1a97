import { and, eq, isNull } from "drizzle-orm";
import type { User } from "../../../contracts/identity.ts";
import type { UpdateUser } from "../../../contracts/users.ts";
import { AppError } from "../../platform/app-error.ts";
import type { UserCtx } from "../../platform/context.ts";
import { violatesUnique } from "../../platform/database.ts";
import { requireReachable } from "../../platform/outgoing.ts";
import { readMe } from "../read.ts";
import { users } from "../tables.ts";

/**
 * Changes what is named of one's own profile and leaves the rest. Nothing of ours ever calls `avatarUrl`, but browsers do, and so it may not lead
 * into anybody's own network. Throws FORBIDDEN for somebody else's profile, USERNAME_TAKEN, URL_NOT_ALLOWED.
 */
export async function updateUser(ctx: UserCtx, { id, ...changes }: UpdateUser & { id: string }): Promise<User> {
  const { userId } = ctx.actor;
  if (id !== "me" && id !== userId) throw new AppError("FORBIDDEN");
  if (typeof changes.avatarUrl === "string") requireReachable(ctx.env, changes.avatarUrl);
  if (Object.keys(changes).length === 0) return readMe(ctx);
  try {
    await ctx.db
      .update(users)
      .set({ ...changes, updatedAt: ctx.now() })
      .where(and(eq(users.id, userId), isNull(users.erasedAt)));
  } catch (error) {
    if (violatesUnique(error, "users.username")) throw new AppError("USERNAME_TAKEN");
    throw error;
  }
  return readMe(ctx);
}
