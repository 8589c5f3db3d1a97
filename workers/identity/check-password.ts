import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { isKnownNetwork } from "./known-networks.ts";
import { countFailure, forgetFailures, lockKey, requireUnlocked } from "./lock-out.ts";
import { nobodysHash, verifyPassword } from "./password.ts";
import { quotaUse, requireQuota, takeQuota } from "./quota.ts";
import { nobodysId, type UserRow } from "./read.ts";

/**
 * Makes sure that this is the password of the account that somebody calls `name`; null where there is none, which answers in the same words and
 * after the same work. Failures count in two ways: by name and network, with growing delays; and by name alone for those who come from a network
 * from which the owner never signed in, a hundred a day, however many networks they have. Neither keeps the owner out at home.
 * Returns the account, and whether its hash should be made anew. Throws BAD_CREDENTIALS, or ACCOUNT_LOCKED with Retry-After.
 */
export async function checkPassword(
  ctx: Ctx,
  { name, account, password }: { name: string; account: UserRow | null; password: string },
): Promise<{ account: UserRow; rehash: boolean }> {
  const key = await lockKey(ctx, "user", name);
  const stranger = !(await isKnownNetwork(ctx, account?.id ?? nobodysId));
  const quota = await quotaUse("wrong passwords", name, stranger);
  const requireLeave = () => Promise.all([requireUnlocked(ctx, key), stranger ? requireQuota(ctx, quota) : undefined]);
  await requireLeave();
  const { ok, rehash } = await verifyPassword(ctx.env, password, account?.passwordHash ?? nobodysHash);
  if (account === null || !ok) {
    if (stranger && (await takeQuota(ctx, quota)).length === 0) await requireQuota(ctx, quota);
    await countFailure(ctx, key);
    throw new AppError("BAD_CREDENTIALS");
  }
  // Of many guesses at the same moment the right one is told only while the wrong ones have left something.
  await requireLeave();
  await forgetFailures(ctx, key);
  return { account, rehash };
}
