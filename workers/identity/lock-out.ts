import { and, eq, lte, sql } from "drizzle-orm";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { sha256 } from "../platform/digest.ts";
import { networkOf } from "../platform/network.ts";
import { loginFailures } from "./tables.ts";

const failuresFree = 5;
const lockMsMax = 15 * 60_000;
const forgottenAfterMs = 24 * 3_600_000;

/**
 * What failed attempts are counted by: the name that somebody tries to log in with, whether there is such an account or not, and the network
 * from which they do. A stranger who guesses locks out their own network and never the owner.
 */
export const lockKey = (ctx: Ctx, scope: "user" | "admin", name: string): Promise<string> =>
  sha256(`${scope}\n${name.normalize("NFC").trim().toLowerCase()}\n${networkOf(ctx.client.ip)}`);

/** To be asked before a password is hashed. Throws ACCOUNT_LOCKED with Retry-After. */
export async function requireUnlocked(ctx: Ctx, key: string): Promise<void> {
  const lockedUntil = await lockedUntilOf(ctx, key);
  if (lockedUntil > ctx.now()) throw locked(lockedUntil - ctx.now());
}

/**
 * Counts a failed attempt. From the fifth on each locks the name for twice as long as the one before: 1 s, 2 s, … 15 min; a day without
 * failures forgets them. Throws ACCOUNT_LOCKED where other attempts, made at the same time, have locked it meanwhile: so that a thousand
 * parallel guesses learn no more than five in a row.
 */
export async function countFailure(ctx: Ctx, key: string): Promise<void> {
  const nowMs = ctx.now();
  const failures = sql`CASE WHEN ${loginFailures.lastFailedAt} < ${nowMs - forgottenAfterMs} THEN 1 ELSE ${loginFailures.failures} + 1 END`;
  const over = sql`(${failures}) - ${failuresFree}`;
  const counted = await ctx.db
    .insert(loginFailures)
    .values({ key, failures: 1, lastFailedAt: nowMs, lockedUntil: 0 })
    .onConflictDoUpdate({
      target: loginFailures.key,
      set: {
        failures,
        lastFailedAt: nowMs,
        lockedUntil: sql`CASE WHEN ${over} < 0 THEN 0 ELSE ${nowMs} + min(${lockMsMax}, 1000 << min(${over}, 20)) END`,
      },
      setWhere: lte(loginFailures.lockedUntil, nowMs),
    })
    .returning({ key: loginFailures.key });
  if (counted.length === 0) await requireUnlocked(ctx, key);
}

/** Forgets the failures after a right password. Throws ACCOUNT_LOCKED as `countFailure` does, and says nothing of the password then. */
export async function forgetFailures(ctx: Ctx, key: string): Promise<void> {
  await ctx.db.delete(loginFailures).where(and(eq(loginFailures.key, key), lte(loginFailures.lockedUntil, ctx.now())));
  await requireUnlocked(ctx, key);
}

async function lockedUntilOf(ctx: Ctx, key: string): Promise<number> {
  const row = await ctx.db.select({ lockedUntil: loginFailures.lockedUntil }).from(loginFailures).where(eq(loginFailures.key, key)).get();
  return row?.lockedUntil ?? 0;
}

const locked = (ms: number) => new AppError("ACCOUNT_LOCKED", { retryAfterSeconds: ms / 1000 });

/** Forgets the failures that no longer count. Returns how many there were. */
export async function sweepLoginFailures(ctx: Ctx): Promise<number> {
  const { meta } = await ctx.db.delete(loginFailures).where(lte(loginFailures.lastFailedAt, ctx.now() - forgottenAfterMs));
  return meta.changes;
}
