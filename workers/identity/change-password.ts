import { and, eq, exists, isNull, sql } from "drizzle-orm";
import type { ChangePassword, LoggedOut } from "../../contracts/identity.ts";
import type { PasswordChangedMail } from "../../contracts/mails.ts";
import { AppError } from "../platform/app-error.ts";
import { auditRowIfChanged } from "../platform/audit.ts";
import type { UserCtx } from "../platform/context.ts";
import { announceMail } from "../platform/mail-outbox.ts";
import { checkPassword } from "./check-password.ts";
import { endEverySession } from "./end-sessions.ts";
import { mailToUser, newMailKey } from "./mail-to-user.ts";
import { hashPassword } from "./password.ts";
import { getMe } from "./read.ts";
import { users } from "./tables.ts";
import { idsOf, tellSocketsOfEndedSessions } from "./tell-sockets.ts";
import { refuseWeakPassword } from "./weak-password.ts";

/**
 * Gives one's own account another password. Every session but this one ends, in every app, and a mail says that it happened.
 * Throws BAD_CREDENTIALS for a wrong `password`, ACCOUNT_LOCKED after repeated ones, VALIDATION_FAILED for a new one that is guessed first.
 */
export async function changePassword(ctx: UserCtx, { password, newPassword }: ChangePassword): Promise<LoggedOut> {
  const { userId, sessionId } = ctx.actor;
  const account = await getMe(ctx);
  refuseWeakPassword(newPassword, { path: "newPassword", ...account });
  await checkPassword(ctx, { name: account.email, account, password });
  const passwordHash = await hashPassword(ctx.env, newPassword);
  const key = newMailKey("password-changed");
  const payload: PasswordChangedMail = { name: account.name, changedAt: new Date(ctx.now()).toISOString() };
  // The hash has a salt of its own, so it is there only if this change is the one that was made.
  const changed = exists(
    ctx.db
      .select({ one: sql`1` })
      .from(users)
      .where(and(eq(users.id, userId), eq(users.passwordHash, passwordHash))),
  );
  const [updated, , ended] = await ctx.db.batch([
    ctx.db
      .update(users)
      .set({ passwordHash, updatedAt: ctx.now() })
      .where(and(eq(users.id, userId), eq(users.passwordHash, account.passwordHash), isNull(users.erasedAt)))
      .returning({ id: users.id }),
    auditRowIfChanged(ctx, { action: "password.changed", subject: userId }),
    endEverySession(ctx, userId, { except: sessionId, onlyIf: changed }),
    mailToUser(ctx, { key, userId, kind: "password-changed", payload, onlyIf: changed }),
  ]);
  // Somebody was quicker, and `password` is not the account's any more.
  if (updated.length === 0) throw new AppError("BAD_CREDENTIALS");
  announceMail(ctx, key);
  tellSocketsOfEndedSessions(ctx, userId, idsOf(ended));
  return { sessionsEnded: ended.length };
}
