import { and, eq, gt, isNull, lte } from "drizzle-orm";
import type { ErrorCode } from "../../../contracts/errors.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import { hmac, sha256 } from "../../platform/digest.ts";
import { originAllowed, originsOf } from "../../tenants/origins.ts";
import { apps } from "../../tenants/tables.ts";
import { oidcSignIns } from "./tables.ts";

export type SignIn = typeof oidcSignIns.$inferSelect;

/** Our own address that a provider sends the browser back to; it must be registered there. */
export const callbackAddress = (ctx: Ctx, provider: string): string => `${ctx.ownOrigin}/api/v1/auth/oauth/${provider}/callback`;

/** What only we can say of a state: nothing of it needs to be kept, and who reads the database learns none of it. */
export const secretsOf = async (ctx: Ctx, state: string): Promise<{ nonce: string; codeVerifier: string }> => ({
  nonce: await hmac(ctx.env.TOKEN_SECRET, "oidc nonce", state),
  codeVerifier: await hmac(ctx.env.TOKEN_SECRET, "oidc verifier", state),
});

/**
 * Whether a browser may be sent to this address in the name of an app: on one of its origins, or on our own pages where they sell for it. Throws
 * APP_NOT_FOUND and OIDC_REDIRECT_NOT_ALLOWED.
 */
export async function judgeRedirect(ctx: Ctx, appId: string, redirectUri: string): Promise<{ ownPage: boolean }> {
  const app = await ctx.db.select({ isActive: apps.isActive, webKey: apps.webPublishableKey }).from(apps).where(eq(apps.id, appId)).get();
  if (app === undefined || !app.isActive) throw new AppError("APP_NOT_FOUND");
  const url = URL.parse(redirectUri);
  const isPlain =
    url !== null && ["https:", "http:"].includes(url.protocol) && url.username === "" && url.password === "" && url.hash === "";
  if (!isPlain) throw new AppError("OIDC_REDIRECT_NOT_ALLOWED");
  const ownPage = url.origin === ctx.ownOrigin && app.webKey !== null;
  if (!ownPage && !originAllowed(url.origin, await originsOf(ctx.db, appId, ctx.now()))) throw new AppError("OIDC_REDIRECT_NOT_ALLOWED");
  return { ownPage };
}

/** The address with the outcome of a sign-in. Others of that name, which it may have brought along, are replaced. */
export function returnAddress(redirectUri: string, outcome: { code: string } | { error: ErrorCode }): string {
  const url = new URL(redirectUri);
  for (const name of ["code", "error"]) url.searchParams.delete(name);
  for (const [name, value] of Object.entries(outcome)) url.searchParams.set(name, value);
  return url.href;
}

/**
 * The sign-in of this state, taken by the one who comes first: `taken` false for whoever comes again or too late. Throws OIDC_STATE_INVALID where
 * the state is unknown, of another provider or of another browser, which does not spend it.
 */
export async function takeSignIn(
  ctx: Ctx,
  { state, provider, browser }: { state: string; provider: string; browser: string | undefined },
): Promise<{ signIn: SignIn; taken: boolean }> {
  if (browser === undefined) throw new AppError("OIDC_STATE_INVALID");
  const [stateHash, browserHash] = await Promise.all([sha256(state), sha256(browser)]);
  const theirs = and(eq(oidcSignIns.stateHash, stateHash), eq(oidcSignIns.provider, provider), eq(oidcSignIns.browserHash, browserHash));
  const [signIn] = await ctx.db
    .update(oidcSignIns)
    .set({ returnedAt: ctx.now() })
    .where(and(theirs, isNull(oidcSignIns.returnedAt), gt(oidcSignIns.expiresAt, ctx.now())))
    .returning();
  if (signIn !== undefined) return { signIn, taken: true };
  const known = await ctx.db.select().from(oidcSignIns).where(theirs).get();
  if (known === undefined) throw new AppError("OIDC_STATE_INVALID");
  return { signIn: known, taken: false };
}

/** How long after its end a sign-in is still told from one that never was. */
const keptMs = 3_600_000;

/** Deletes the sign-ins that are over. Returns how many there were. */
export async function sweepSignIns(ctx: Ctx): Promise<number> {
  const { meta } = await ctx.db.delete(oidcSignIns).where(lte(oidcSignIns.expiresAt, ctx.now() - keptMs));
  return meta.changes;
}
