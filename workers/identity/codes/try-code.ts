import { and, eq, gt, isNull, lt, type SQL, sql } from "drizzle-orm";
import { limits } from "../../../contracts/limits.ts";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { isKnownNetwork } from "../known-networks.ts";
import { quotaUse, takeQuota } from "../quota.ts";
import { findAccount, nobodysId } from "../read.ts";
import { type CodePurpose, codes } from "../tables.ts";
import { codeHash } from "./code.ts";

interface Try {
  purpose: CodePurpose;
  email: string;
  otp: string;
}

/**
 * A try at somebody's code, as two statements to begin the caller's batch with. The first one counts it against the account's quota, the second
 * against the code: both only if something is left, so that parallel guesses learn no more than one after the other. `right` holds, in the
 * statements that follow and for ever, if it was this try that spent the code. Where there is no such account the same is done in vain.
 */
export async function tryCode(ctx: TenantCtx, { purpose, email, otp }: Try) {
  const account = await findAccount(ctx, email);
  const userId = account?.id ?? nobodysId;
  const [stranger, hash] = await Promise.all([
    isKnownNetwork(ctx, userId).then((known) => !known),
    codeHash(ctx.env, userId, purpose, otp),
  ]);
  const attempt = crypto.randomUUID();
  const own = and(eq(codes.userId, userId), eq(codes.purpose, purpose));
  const right = sql`EXISTS (SELECT 1 FROM ${codes} WHERE ${and(own, eq(codes.spentBy, attempt))})`;
  const quota = await quotaUse(`${purpose} tries`, email, stranger);
  return {
    account,
    userId,
    right,
    statements: (spendIf: SQL = sql`true`) =>
      [
        takeQuota(ctx, quota),
        ctx.db
          .update(codes)
          .set({
            tries: sql`${codes.tries} + 1`,
            spentBy: sql`CASE WHEN ${and(eq(codes.hash, hash), gt(codes.expiresAt, ctx.now()), spendIf)} THEN ${attempt} END`,
          })
          .where(and(own, isNull(codes.spentBy), lt(codes.tries, limits.codeTriesMax), sql`changes() > 0`))
          .returning({ matches: sql<number>`${codes.hash} = ${hash}`, expiresAt: codes.expiresAt }),
      ] as const,
  };
}

/**
 * What a try came to, from the row that its statement returned. Throws OTP_EXPIRED only for the right code: to whoever guesses, an expired one is
 * like one that never was. Throws OTP_INVALID for everything else.
 */
export function requireRightCode(ctx: TenantCtx, tried: { matches: number; expiresAt: number } | undefined): void {
  if (tried?.matches !== 1) throw new AppError("OTP_INVALID");
  if (tried.expiresAt <= ctx.now()) throw new AppError("OTP_EXPIRED");
}
