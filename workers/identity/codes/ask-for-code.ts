import { and, eq, isNull, sql } from "drizzle-orm";
import type { AskForCode, CodeAsked } from "../../../contracts/identity.ts";
import { limits } from "../../../contracts/limits.ts";
import type { CodeMail } from "../../../contracts/mails.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { announceMail } from "../../platform/mail-outbox.ts";
import { isBounced } from "../../platform/mail-suppressions.ts";
import { isKnownNetwork } from "../known-networks.ts";
import { mailToUser, newMailKey } from "../mail-to-user.ts";
import { quotaUse, takeQuota } from "../quota.ts";
import { findAccount, nobodysId } from "../read.ts";
import { type CodePurpose, codes, users } from "../tables.ts";
import { newCode } from "./code.ts";

const mailKinds = { VERIFY_EMAIL: "verify-email", RESET_PASSWORD: "reset-password" } as const;

/**
 * Mails a code to the account with this address, in place of the one before, unless there is none, the address is verified already and no
 * mails to it came back, or it has had its codes for this hour. Does the same work and answers the same in every case, so that nobody learns which addresses have an account.
 */
export async function askForCode(ctx: TenantCtx, { email, purpose }: AskForCode & { purpose: CodePurpose }): Promise<CodeAsked> {
  const [account, bounced] = await Promise.all([findAccount(ctx, email), isBounced(ctx, email)]);
  const wanted = account !== null && !(purpose === "VERIFY_EMAIL" && account.emailVerified && !bounced);
  const userId = wanted ? account.id : nobodysId;
  const stranger = !(await isKnownNetwork(ctx, userId));
  const code = await newCode(ctx, userId, purpose);
  const key = newMailKey(mailKinds[purpose]);
  const payload: CodeMail = { name: account?.name ?? "", codeId: code.codeId, expiresAt: new Date(code.row.expiresAt).toISOString() };
  await ctx.db.batch([
    takeQuota(ctx, await quotaUse(`${purpose} codes`, email, stranger)),
    replaceCode(ctx, code.row),
    mailToUser(ctx, { key, userId, kind: mailKinds[purpose], payload, onlyIf: sql`changes() > 0` }),
  ]);
  announceMail(ctx, key);
  return { expiresIn: limits.codeSeconds };
}

/** Directly after `takeQuota`, and only if that left room; where the user is not there, nothing happens. The new code has all its tries. */
function replaceCode(ctx: TenantCtx, { userId, purpose, ...fresh }: typeof codes.$inferSelect) {
  return ctx.db
    .insert(codes)
    .select(
      sql`SELECT ${users.id}, ${purpose}, ${fresh.hash}, 0, NULL, ${fresh.createdAt}, ${fresh.expiresAt} FROM ${users}
          WHERE ${and(eq(users.id, userId), isNull(users.erasedAt))} AND changes() > 0`,
    )
    .onConflictDoUpdate({ target: [codes.userId, codes.purpose], set: fresh });
}
