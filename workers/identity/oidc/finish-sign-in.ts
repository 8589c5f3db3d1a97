import { eq } from "drizzle-orm";
import { authorizationCodeGrant, type Configuration, fetchUserInfo } from "openid-client";
import { limits } from "../../../contracts/limits.ts";
import type { OidcProvider } from "../../../contracts/settings.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import { sha256, toBase64Url } from "../../platform/digest.ts";
import { type AtProvider, accountOf } from "./account-of.ts";
import { failureOf } from "./failures.ts";
import { getProvider, withClient } from "./providers.ts";
import { callbackAddress, judgeRedirect, returnAddress, type SignIn, secretsOf, takeSignIn } from "./sign-ins.ts";
import { oidcSignIns } from "./tables.ts";

interface Return {
  provider: string;
  /** What the provider put behind our address, with its question mark. */
  search: string;
  /** The secret of the browser that comes, if it has one. */
  browser: string | undefined;
}

/**
 * Ends what `startSignIn` began: asks the provider who came back, finds or makes their account, and answers the address to send the browser to,
 * with a code that is good for a minute or with what went wrong. Throws OIDC_PROVIDER_UNKNOWN and OIDC_STATE_INVALID where there is no address.
 */
export async function finishSignIn(ctx: Ctx, { provider, search, browser }: Return): Promise<{ address: string }> {
  const settings = await getProvider(ctx, provider);
  const callback = new URL(`${callbackAddress(ctx, provider)}${search}`);
  const [state = "", ...others] = callback.searchParams.getAll("state");
  if (others.length > 0) throw new AppError("OIDC_STATE_INVALID");
  const { signIn, taken } = await takeSignIn(ctx, { state, provider, browser });
  await judgeRedirect(ctx, signIn.appId, signIn.redirectUri);
  // The configuration may have changed since: then whoever answers now is not who was asked.
  if (!taken || signIn.issuer !== settings.issuer) return { address: returnAddress(signIn.redirectUri, { error: "OIDC_STATE_INVALID" }) };
  try {
    const person = await withClient(ctx, provider, settings, (client) => askWho(ctx, client, settings, { callback, state }));
    const userId = await accountOf(ctx, { ...person, provider, appId: signIn.appId });
    return { address: returnAddress(signIn.redirectUri, { code: await issueCode(ctx, signIn, userId) }) };
  } catch (error) {
    return { address: returnAddress(signIn.redirectUri, { error: failureOf(ctx, provider, error) }) };
  }
}

/** Trades the provider's code for what it says of the person, all of it checked: signature, issuer, audience, time, nonce, subject. */
async function askWho(
  ctx: Ctx,
  client: Configuration,
  { clientId }: OidcProvider,
  { callback, state }: { callback: URL; state: string },
): Promise<AtProvider> {
  const { nonce, codeVerifier } = await secretsOf(ctx, state);
  const tokens = await authorizationCodeGrant(client, callback, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  // The library looks at the authorized party only where there are several audiences.
  if (claims === undefined || (claims.azp !== undefined && claims.azp !== clientId)) throw new AppError("OIDC_TOKEN_INVALID");
  const { iss, sub } = claims;
  const elsewhere = claims.email === undefined && client.serverMetadata().userinfo_endpoint !== undefined;
  const { email, email_verified, name } = elsewhere ? await fetchUserInfo(client, tokens.access_token, sub) : claims;
  return {
    issuer: iss,
    subject: sub,
    email: typeof email === "string" ? email : null,
    emailVerified: email_verified === true,
    name: typeof name === "string" ? name : null,
  };
}

async function issueCode(ctx: Ctx, { stateHash }: SignIn, userId: string): Promise<string> {
  const code = `mq_oc_${toBase64Url(crypto.getRandomValues(new Uint8Array(32)))}`;
  await ctx.db
    .update(oidcSignIns)
    .set({ userId, codeHash: await sha256(code), codeExpiresAt: ctx.now() + limits.oidcCodeSeconds * 1000 })
    .where(eq(oidcSignIns.stateHash, stateHash));
  return code;
}
