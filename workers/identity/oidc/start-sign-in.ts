import { buildAuthorizationUrl, calculatePKCECodeChallenge, randomState } from "openid-client";
import { limits } from "../../../contracts/limits.ts";
import type { OidcStartQuery } from "../../../contracts/oidc.ts";
import type { OidcProvider } from "../../../contracts/settings.ts";
import type { Ctx } from "../../platform/context.ts";
import { sha256 } from "../../platform/digest.ts";
import { failureOf } from "./failures.ts";
import { getProvider, withClient } from "./providers.ts";
import { callbackAddress, judgeRedirect, returnAddress, secretsOf } from "./sign-ins.ts";
import { oidcSignIns } from "./tables.ts";

/**
 * Begins a sign-in through a provider. Returns where to send the browser: to the provider, or back with the code of what is wrong there.
 * `browser`: the secret that this browser alone keeps in its cookie. Throws OIDC_PROVIDER_UNKNOWN, APP_NOT_FOUND, OIDC_REDIRECT_NOT_ALLOWED.
 */
export async function startSignIn(
  ctx: Ctx,
  { provider, query, browser }: { provider: string; query: OidcStartQuery; browser: string },
): Promise<{ address: string }> {
  const settings = await getProvider(ctx, provider);
  const { app_id: appId, redirect_uri: redirectUri, code_challenge: codeChallenge = null } = query;
  const { ownPage } = await judgeRedirect(ctx, appId, redirectUri);
  const state = randomState();
  try {
    const address = await authorizationAddress(ctx, provider, settings, state);
    await ctx.db.insert(oidcSignIns).values({
      stateHash: await sha256(state),
      provider,
      issuer: settings.issuer,
      appId,
      redirectUri,
      ownPage,
      browserHash: await sha256(browser),
      codeChallenge,
      expiresAt: ctx.now() + limits.oidcSignInSeconds * 1000,
    });
    return { address };
  } catch (error) {
    return { address: returnAddress(redirectUri, { error: failureOf(ctx, provider, error) }) };
  }
}

async function authorizationAddress(ctx: Ctx, provider: string, settings: OidcProvider, state: string): Promise<string> {
  const { nonce, codeVerifier } = await secretsOf(ctx, state);
  return withClient(ctx, provider, settings, async (client) => {
    const address = buildAuthorizationUrl(client, {
      redirect_uri: callbackAddress(ctx, provider),
      scope: "openid email profile",
      state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: "S256",
    });
    return address.href;
  });
}
