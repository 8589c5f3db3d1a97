import { and, eq, isNull, notExists, sql } from "drizzle-orm";
import type { Login, User } from "../../contracts/identity.ts";
import type { TenantCtx } from "../platform/context.ts";
import { beginSession } from "./begin-session.ts";
import { checkPassword } from "./check-password.ts";
import { endEverySession } from "./end-sessions.ts";
import { rememberNetwork } from "./known-networks.ts";
import type { NewTokens } from "./new-session.ts";
import { hashPassword } from "./password.ts";
import { findAccount, toUser, type UserRow } from "./read.ts";
import { roleAt } from "./role.ts";
import { users } from "./tables.ts";

/**
 * Begins a session for whoever knows the account's password. An account that does not exist answers in the same words and after the same work.
 * Throws BAD_CREDENTIALS, or ACCOUNT_LOCKED with Retry-After after repeated failures.
 */
export async function logIn(ctx: TenantCtx, input: Login): Promise<{ user: User; tokens: NewTokens }> {
  const name = (input.email ?? input.username ?? "").toLowerCase();
  const { account, rehash } = await checkPassword(ctx, { name, account: await findAccount(ctx, name), password: input.password });
  const after = [endUnlessSamePassword(ctx, account), ...(await rememberNetwork(ctx, account.id))];
  const rehashed = rehash ? [replaceHash(ctx, account, await hashPassword(ctx.env, input.password))] : [];
  const tokens = await beginSession(ctx, account.id, { after: [...after, ...rehashed] });
  return { user: toUser(account, await roleAt(ctx, account.id)), tokens };
}

/** Whoever was just let in with a password that was changed in the same moment, or into an account that was erased, is out again. */
const endUnlessSamePassword = (ctx: TenantCtx, account: UserRow) =>
  endEverySession(ctx, account.id, { onlyIf: notExists(ctx.db.select({ one: sql`1` }).from(users).where(unchanged(account))) });

/** Unless the password was changed while this one was being checked. */
const replaceHash = (ctx: TenantCtx, account: UserRow, replacement: string) =>
  ctx.db.update(users).set({ passwordHash: replacement }).where(unchanged(account));

const unchanged = ({ id, passwordHash }: UserRow) => and(eq(users.id, id), eq(users.passwordHash, passwordHash), isNull(users.erasedAt));
