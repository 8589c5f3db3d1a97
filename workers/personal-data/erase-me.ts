import { and, eq, gt } from "drizzle-orm";
import { limits } from "../../contracts/limits.ts";
import type { Erased, EraseMe } from "../../contracts/users.ts";
import { checkPassword } from "../identity/check-password.ts";
import { getMe } from "../identity/read.ts";
import { sessions } from "../identity/tables.ts";
import { AppError } from "../platform/app-error.ts";
import type { UserCtx } from "../platform/context.ts";
import { eraseUser } from "./erase-user.ts";

/**
 * Erases whoever asks, once they have proved that it is they: with their password, or by having logged in a moment ago. A token that somebody else
 * has got hold of is neither. Throws BAD_CREDENTIALS, ACCOUNT_LOCKED, PASSWORD_REQUIRED.
 */
export async function eraseMe(ctx: UserCtx, { password }: EraseMe): Promise<Erased> {
  const account = await getMe(ctx);
  if (password !== undefined) await checkPassword(ctx, { name: account.email, account, password });
  else if (!(await hasJustLoggedIn(ctx))) throw new AppError("PASSWORD_REQUIRED");
  return eraseUser(ctx, account.id);
}

/** Refreshing a session does not make it begin anew, so this is when somebody gave a password or came from their provider. */
async function hasJustLoggedIn(ctx: UserCtx): Promise<boolean> {
  const session = await ctx.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.id, ctx.actor.sessionId),
        eq(sessions.userId, ctx.actor.userId),
        gt(sessions.createdAt, ctx.now() - limits.recentLoginSeconds * 1000),
      ),
    )
    .get();
  return session !== undefined;
}
