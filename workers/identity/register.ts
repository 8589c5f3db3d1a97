import { sql } from "drizzle-orm";
import type { Register, User } from "../../contracts/identity.ts";
import type { CodeMail } from "../../contracts/mails.ts";
import { AppError } from "../platform/app-error.ts";
import type { TenantCtx } from "../platform/context.ts";
import { violatesUnique } from "../platform/database.ts";
import { newId, randomBase32 } from "../platform/ids.ts";
import { announceMail } from "../platform/mail-outbox.ts";
import { beginSession } from "./begin-session.ts";
import { newCode } from "./codes/code.ts";
import { rememberNetwork } from "./known-networks.ts";
import { mailToUser, newMailKey } from "./mail-to-user.ts";
import type { NewTokens } from "./new-session.ts";
import { hashPassword } from "./password.ts";
import { toUser, type UserRow } from "./read.ts";
import { roleAt } from "./role.ts";
import { codes, users } from "./tables.ts";
import { refuseWeakPassword } from "./weak-password.ts";

/**
 * Makes an account, signs it in and welcomes it by mail, with a code that verifies the address. A username that is not given is made from the
 * address, a name that is not given is the username. Throws EMAIL_TAKEN or USERNAME_TAKEN; VALIDATION_FAILED for a password that is guessed first.
 */
export async function register(ctx: TenantCtx, input: Register): Promise<{ user: User; tokens: NewTokens }> {
  refuseWeakPassword(input.password, { path: "password", ...input });
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
    avatarUrl: null,
    timeZone: null,
    erasedAt: null,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
  const code = await newCode(ctx, row.id, "VERIFY_EMAIL");
  const key = newMailKey("welcome");
  const payload: CodeMail = { name: row.name, codeId: code.codeId, expiresAt: new Date(code.row.expiresAt).toISOString() };
  const tokens = await beginSession(ctx, row.id, {
    before: [ctx.db.insert(users).values(row)],
    after: [
      ctx.db.insert(codes).values(code.row),
      mailToUser(ctx, { key, userId: row.id, kind: "welcome", payload, onlyIf: sql`true` }),
      ...(await rememberNetwork(ctx, row.id)),
    ],
  });
  announceMail(ctx, key);
  return { user: toUser(row, await roleAt(ctx, row.id)), tokens };
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
