import { eq, sql } from "drizzle-orm";
import type { VerifyEmail } from "../../../contracts/identity.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { addressTakesMail } from "../../platform/mail-suppressions.ts";
import { users } from "../tables.ts";
import { requireRightCode, tryCode } from "./try-code.ts";

/** Notes that an address belongs to whoever has its account, and takes mail, should some have come back. Throws OTP_INVALID, OTP_EXPIRED. */
export async function verifyEmail(ctx: TenantCtx, { email, otp }: VerifyEmail): Promise<{ emailVerified: true }> {
  const { userId, right, statements } = await tryCode(ctx, { purpose: "VERIFY_EMAIL", email, otp });
  const [, [tried]] = await ctx.db.batch([
    ...statements(),
    ctx.db
      .update(users)
      .set({ emailVerified: true, updatedAt: ctx.now() })
      .where(sql`${eq(users.id, userId)} AND ${right}`),
    addressTakesMail(ctx, email, right),
  ]);
  requireRightCode(ctx, tried);
  return { emailVerified: true };
}
