import type { Register, User } from "../../contracts/identity.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { violatesUnique } from "../platform/database.ts";
import { newId, randomBase32 } from "../platform/ids.ts";
import { type NewTokens, newSession } from "./new-session.ts";
import { hashPassword } from "./password.ts";
import { toUser, type UserRow } from "./read.ts";
import { roleAt } from "./role.ts";
import { users } from "./tables.ts";

/**
 * Makes an account and signs it in. A username that is not given is made from the address, a name that is not given is the username.
 * Throws EMAIL_TAKEN or USERNAME_TAKEN.
 */
export async function register(ctx: TenantCtx, input: Register): Promise<{ user: User; tokens: NewTokens }> {
  const passwordHash = await hashPassword(ctx.env, input.password);
  const wanted = input.username ?? usernameFrom(input.email);
  for (let attempt = 1; ; attempt++) {
    const username = attempt === 1 ? wanted : `${wanted.slice(0, 30)}-${randomBase32(6).toLowerCase()}`;
    try {
      return await insertUser(ctx, input, username, passwordHash);
    } catch (error) {
      if (violatesUnique(error, "users.email")) throw new AppError("EMAIL_TAKEN");
      if (!violatesUnique(error, "users.username")) throw error;
      if (input.username !== undefined || attempt === attemptsMax) throw new AppError("USERNAME_TAKEN");
    }
  }
}

const attemptsMax = 5;

async function insertUser(ctx: TenantCtx, input: Register, username: string, passwordHash: string) {
  const nowMs = ctx.now();
  const row: UserRow = {
    id: newId("user", nowMs),
    email: input.email,
    username,
    name: input.name ?? username,
    phone: input.phone ?? null,
    passwordHash,
    emailVerified: false,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
  const { tokens, statements } = await newSession(ctx, row.id);
  await ctx.db.batch([ctx.db.insert(users).values(row), ...statements]);
  return { user: toUser(row, roleAt(ctx.tenant)), tokens };
}

/** What is left of an address's first half where only the characters of a username may stay: at least two, beginning with a letter or digit. */
export function usernameFrom(email: string): string {
  const local = email.slice(0, email.lastIndexOf("@"));
  const kept = local
    .replaceAll(/[^A-Za-z0-9._-]/g, "")
    .replace(/^[._-]+/, "")
    .slice(0, 40);
  return kept.length >= 2 ? kept : `user${kept}`;
}
