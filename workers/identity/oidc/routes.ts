import type { Context } from "hono";
import { Session } from "../../../contracts/identity.ts";
import { OidcPath, OidcProviders, OidcStartQuery, OidcToken } from "../../../contracts/oidc.ts";
import type { AppEnv } from "../../gateway/app-env.ts";
import { Endpoints } from "../../gateway/endpoint.ts";
import { respond } from "../../gateway/respond.ts";
import { handOver } from "../session-cookie.ts";
import { browserSecret, keepBrowserSecret } from "./browser-cookie.ts";
import { finishSignIn } from "./finish-sign-in.ts";
import { readProviders } from "./providers.ts";
import { redeemCode } from "./redeem-code.ts";
import { startSignIn } from "./start-sign-in.ts";

export const oidcRoutes = new Endpoints("Identity", "identity");

const redirect = (c: Context<AppEnv>, { address }: { address: string }, headers: Record<string, string> = {}): Response =>
  respond(c, "", 302, { location: address, "cache-control": "no-store", "content-type": "text/plain", ...headers });

oidcRoutes.get(
  "/api/v1/auth/oauth/providers",
  {
    operationId: "listOidcProviders",
    summary: "The OpenID Connect providers that one can sign in through",
    access: "app",
    answer: OidcProviders,
  },
  (ctx) => readProviders(ctx),
);

oidcRoutes.get(
  "/api/v1/auth/oauth/{provider}/start",
  {
    operationId: "startOidcSignIn",
    summary: "Send the browser to an OpenID Connect provider to sign in",
    description:
      "Open it in the browser itself. It comes back to `redirect_uri` with `?code=`, to be sent to /auth/oauth/token within a minute, or with `?error=` and one of our codes.",
    access: "open",
    params: OidcPath,
    query: OidcStartQuery,
    answer: { mediaType: "text/plain", description: "To the provider." },
    status: 302,
    errors: ["OIDC_PROVIDER_UNKNOWN", "APP_NOT_FOUND", "OIDC_REDIRECT_NOT_ALLOWED"],
  },
  async (ctx, { params, query }, c) => {
    const { secret, setCookie } = keepBrowserSecret(c);
    return redirect(c, await startSignIn(ctx, { provider: params.provider, query, browser: secret }), { "set-cookie": setCookie });
  },
);

oidcRoutes.get(
  "/api/v1/auth/oauth/{provider}/callback",
  {
    operationId: "finishOidcSignIn",
    summary: "Where a provider sends the browser back to",
    access: "open",
    params: OidcPath,
    answer: { mediaType: "text/plain", description: "To the `redirect_uri` of the start, with `?code=` or `?error=`." },
    status: 302,
    errors: ["OIDC_PROVIDER_UNKNOWN", "OIDC_STATE_INVALID", "APP_NOT_FOUND", "OIDC_REDIRECT_NOT_ALLOWED"],
  },
  async (ctx, { params }, c) =>
    redirect(c, await finishSignIn(ctx, { provider: params.provider, search: new URL(c.req.url).search, browser: browserSecret(c) })),
);

oidcRoutes.post(
  "/api/v1/auth/oauth/token",
  {
    operationId: "redeemOidcCode",
    summary: "Begin a session for the code of a sign-in through a provider",
    access: "app",
    body: OidcToken,
    answer: Session,
    errors: ["OIDC_CODE_INVALID"],
    idempotency: "none",
  },
  async (ctx, { body }, c) => {
    const { user, tokens } = await redeemCode(ctx, { ...body, browser: browserSecret(c) });
    return { user, ...handOver(c, ctx, tokens) };
  },
);
