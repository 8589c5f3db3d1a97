import { and, eq, gt, isNotNull, isNull, or } from "drizzle-orm";
import type { User } from "../../../contracts/identity.ts";
import type { OidcToken } from "../../../contracts/oidc.ts";
import { AppError } from "../../platform/app-error.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { sha256 } from "../../platform/digest.ts";
import { beginSession } from "../begin-session.ts";
import type { NewTokens } from "../new-session.ts";
import { toUser } from "../read.ts";
import { roleAt } from "../role.ts";
import { users } from "../tables.ts";
import { oidcSignIns } from "./tables.ts";

/**
 * Begins a session for the code that a sign-in through a provider ended with. The code is good once, for a minute, at the app where the sign-in
 * began, with the verifier if there was a challenge, and for our own pages in the browser that began. `browser`: that browser's secret. Throws
 * OIDC_CODE_INVALID.
 */
export async function redeemCode(
  ctx: TenantCtx,
  { code, codeVerifier, browser }: OidcToken & { browser: string | undefined },
): Promise<{ user: User; tokens: NewTokens }> {
  const [codeHash, challenge, browserHash] = await Promise.all([sha256(code), sha256(codeVerifier ?? ""), sha256(browser ?? "")]);
  const [redeemed] = await ctx.db
    .update(oidcSignIns)
    .set({ redeemedAt: ctx.now() })
    .where(
      and(
        eq(oidcSignIns.codeHash, codeHash),
        isNull(oidcSignIns.redeemedAt),
        gt(oidcSignIns.codeExpiresAt, ctx.now()),
        eq(oidcSignIns.appId, ctx.tenant.appId),
        or(isNull(oidcSignIns.codeChallenge), eq(oidcSignIns.codeChallenge, challenge)),
        or(eq(oidcSignIns.ownPage, false), eq(oidcSignIns.browserHash, browserHash)),
        isNotNull(oidcSignIns.userId),
      ),
    )
    .returning({ userId: oidcSignIns.userId });
  const account = await ctx.db
    .select()
    .from(users)
    .where(and(eq(users.id, redeemed?.userId ?? ""), isNull(users.erasedAt)))
    .get();
  if (account === undefined) throw new AppError("OIDC_CODE_INVALID");
  const tokens = await beginSession(ctx, account.id);
  return { user: toUser(account, await roleAt(ctx, account.id)), tokens };
}
