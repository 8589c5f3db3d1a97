import { and, eq } from "drizzle-orm";
import type { Login, User } from "../../contracts/identity.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { countFailure, forgetFailures, lockKey, requireUnlocked } from "./lock-out.ts";
import { type NewTokens, newSession } from "./new-session.ts";
import { hashPassword, nobodysHash, verifyPassword } from "./password.ts";
import { findAccount, toUser, type UserRow } from "./read.ts";
import { roleAt } from "./role.ts";
import { users } from "./tables.ts";

/**
 * Begins a session for whoever knows the account's password. An account that does not exist answers in the same words and after the same work.
 * Throws BAD_CREDENTIALS, or ACCOUNT_LOCKED with Retry-After after repeated failures.
 */
export async function logIn(ctx: TenantCtx, input: Login): Promise<{ user: User; tokens: NewTokens }> {
  const name = (input.email ?? input.username ?? "").toLowerCase();
  const key = await lockKey(ctx, "user", name);
  await requireUnlocked(ctx, key);
  const account = await findAccount(ctx, name);
  const { ok, rehash } = await verifyPassword(ctx.env, input.password, account?.passwordHash ?? nobodysHash);
  if (account === null || !ok) {
    await countFailure(ctx, key);
    throw new AppError("BAD_CREDENTIALS");
  }
  await forgetFailures(ctx, key);
  const { tokens, statements } = await newSession(ctx, account.id);
  await ctx.db.batch([...statements, ...(rehash ? [replaceHash(ctx, account, await hashPassword(ctx.env, input.password))] : [])]);
  return { user: toUser(account, roleAt(ctx.tenant)), tokens };
}

/** Unless the password was changed while this one was being checked. */
const replaceHash = (ctx: TenantCtx, { id, passwordHash }: UserRow, replacement: string) =>
  ctx.db
    .update(users)
    .set({ passwordHash: replacement })
    .where(and(eq(users.id, id), eq(users.passwordHash, passwordHash)));
