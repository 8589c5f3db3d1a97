import { and, eq, inArray, sql } from "drizzle-orm";
import type { LoggedOut, ResetPassword } from "../../../contracts/identity.ts";
import type { PasswordChangedMail } from "../../../contracts/mails.ts";
import { auditRowIfChanged } from "../../platform/audit.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { announceMail } from "../../platform/mail-outbox.ts";
import { addressTakesMail } from "../../platform/mail-suppressions.ts";
import { endEverySession } from "../end-sessions.ts";
import { rememberNetwork } from "../known-networks.ts";
import { lockKey } from "../lock-out.ts";
import { mailToUser, newMailKey } from "../mail-to-user.ts";
import { hashPassword } from "../password.ts";
import { loginFailures, users } from "../tables.ts";
import { idsOf, tellSocketsOfEndedSessions } from "../tell-sockets.ts";
import { namesAccount, refuseWeakPassword, tooWeak } from "../weak-password.ts";
import { requireRightCode, tryCode } from "./try-code.ts";

/**
 * Gives an account a new password for a code that was mailed to it, ends its sessions in every app and mails that this happened. Whoever has the
 * code has the mailbox: so the address counts as verified and as one that takes mail, and log-ins from here are no stranger's any more.
 * Throws OTP_INVALID, OTP_EXPIRED; VALIDATION_FAILED for a password that is guessed first, without spending the code.
 */
export async function resetPassword(ctx: TenantCtx, { email, otp, newPassword }: ResetPassword): Promise<LoggedOut> {
  refuseWeakPassword(newPassword, { path: "newPassword", email });
  const { account, userId, right, statements } = await tryCode(ctx, { purpose: "RESET_PASSWORD", email, otp });
  // Said only to whoever has the code: to others it would tell somebody's username.
  const weak = account !== null && namesAccount(newPassword, account);
  const passwordHash = await hashPassword(ctx.env, newPassword);
  const names = [email, account?.username ?? email];
  const lockKeys = await Promise.all(names.map((name) => lockKey(ctx, "user", name)));
  const key = newMailKey("password-changed");
  const payload: PasswordChangedMail = { name: account?.name ?? "", changedAt: new Date(ctx.now()).toISOString() };
  const [, [tried], , , ended] = await ctx.db.batch([
    ...statements(weak ? sql`false` : undefined),
    ctx.db
      .update(users)
      .set({ passwordHash, emailVerified: true, updatedAt: ctx.now() })
      .where(and(eq(users.id, userId), right)),
    auditRowIfChanged(ctx, { action: "password.reset", subject: userId }),
    endEverySession(ctx, userId, { onlyIf: right }),
    mailToUser(ctx, { key, userId, kind: "password-changed", payload, onlyIf: right }),
    ctx.db.delete(loginFailures).where(and(inArray(loginFailures.key, lockKeys), right)),
    addressTakesMail(ctx, email, right),
    ...(await rememberNetwork(ctx, userId, right)),
  ]);
  requireRightCode(ctx, tried);
  if (weak) throw tooWeak("newPassword");
  announceMail(ctx, key);
  tellSocketsOfEndedSessions(ctx, userId, idsOf(ended));
  return { sessionsEnded: ended.length };
}
