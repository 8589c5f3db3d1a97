import type { AdminLogin, AdminToken } from "../../contracts/identity.ts";
import { limits } from "../../contracts/limits.ts";
import { adminAudience } from "../identity/audience.ts";
import { countFailure, forgetFailures, lockKey, requireUnlocked } from "../identity/lock-out.ts";
import { nobodysHash, verifyPassword } from "../identity/password.ts";
import { AppError } from "../platform/app-error.ts";
import type { Ctx } from "../platform/context.ts";
import { sameText } from "../platform/digest.ts";
import { signToken } from "../platform/tokens.ts";

/** What a laptop's owner logs in with. Everybody knows it, so only a laptop takes it. */
const localAdmin = { email: "admin@marquee.test", password: "marquee-local-admin" };

/**
 * A token for the platform's owner, whose credentials are `ADMIN_EMAIL` and `ADMIN_PASSWORD_HASH` and nowhere in the database.
 * Throws BAD_CREDENTIALS, or ACCOUNT_LOCKED with Retry-After after repeated failures.
 */
export async function logInAdmin(ctx: Ctx, { email, password }: AdminLogin): Promise<AdminToken> {
  const key = await lockKey(ctx, "admin", email);
  await requireUnlocked(ctx, key);
  const known = isOwner(ctx.env, email) && !(ctx.env.ENVIRONMENT !== "local" && isLocalDefault(email, password));
  const { ok } = await verifyPassword(ctx.env, password, (known && ctx.env.ADMIN_PASSWORD_HASH) || nobodysHash);
  if (!known || !ok) {
    await countFailure(ctx, key);
    throw new AppError("BAD_CREDENTIALS");
  }
  await forgetFailures(ctx, key);
  const expiresIn = limits.adminTokenSeconds;
  const accessToken = await signToken(
    ctx.env,
    "admin+jwt",
    { sub: ctx.env.ADMIN_EMAIL },
    { audience: adminAudience, seconds: expiresIn, nowMs: ctx.now() },
  );
  return { accessToken, expiresIn };
}

const isOwner = (env: Env, email: string): boolean =>
  env.ADMIN_EMAIL !== "" && sameText(email.trim().toLowerCase(), env.ADMIN_EMAIL.toLowerCase());

const isLocalDefault = (email: string, password: string): boolean =>
  email.trim().toLowerCase() === localAdmin.email || password === localAdmin.password;
