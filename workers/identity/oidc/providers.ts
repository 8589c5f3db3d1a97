import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  getJwksCache,
  None,
  type ServerMetadata,
  setJwksCache,
} from "openid-client";
import type { OidcProviders } from "../../../contracts/oidc.ts";
import type { OidcProvider } from "../../../contracts/settings.ts";
import { AppError } from "../../platform/app-error.ts";
import type { Ctx } from "../../platform/context.ts";
import { callDependency, outgoingFetch } from "../../platform/outgoing.ts";
import { settingsOf } from "../../platform/settings.ts";
import { TimedCache } from "../../platform/timed-cache.ts";

/** The providers that are configured, in the order of their names: a button each. */
export async function readProviders(ctx: Ctx): Promise<OidcProviders> {
  const { oidc } = await settingsOf(ctx);
  return { items: Object.entries(oidc).map(([provider, { name }]) => ({ provider, name })) };
}

/** A provider's settings. Throws OIDC_PROVIDER_UNKNOWN. */
export async function getProvider(ctx: Ctx, provider: string): Promise<OidcProvider> {
  const { oidc } = await settingsOf(ctx);
  const known = Object.hasOwn(oidc, provider) ? oidc[provider] : undefined;
  if (known === undefined) throw new AppError("OIDC_PROVIDER_UNKNOWN");
  return known;
}

const issuersMax = 100;

/** What a provider says of itself changes rarely, and a client that does not know of a change fails and is mended within this time. */
const discovered = new TimedCache<ServerMetadata>({ entriesMax: issuersMax, seconds: 3600 });

type KeySet = NonNullable<ReturnType<typeof getJwksCache>>;
/** The providers' keys as the library left them. It decides when they are too old, and asks again for one that it does not know. */
const keySets = new Map<string, KeySet>();

/**
 * Runs `use` with the library's client for a provider. All it asks of the provider goes through the guard for addresses, the size and time limits
 * and the provider's circuit breaker; the discovery document and the keys are remembered in this isolate, as plain data.
 */
export async function withClient<Result>(
  ctx: Ctx,
  provider: string,
  settings: OidcProvider,
  use: (client: Configuration) => Promise<Result>,
): Promise<Result> {
  const { issuer, clientId, clientSecret } = settings;
  const plain = URL.parse(issuer)?.protocol === "http:";
  const guarded = guardedFetch(ctx, provider);
  const options = { [customFetch]: guarded, ...(plain && { execute: [allowInsecureRequests] }) };
  const metadata = await discovered.get(issuer, ctx.now(), async () => {
    const found = await discovery(new URL(issuer), clientId, undefined, undefined, options);
    return plainCopy(found.serverMetadata());
  });
  const client = new Configuration(metadata, clientId, undefined, authenticationFor(metadata, clientSecret));
  client[customFetch] = guarded;
  // The guard lets plain http through to the hosts of OUTBOUND_ALLOW alone, which a deployment refuses.
  if (plain) allowInsecureRequests(client);
  enableNonRepudiationChecks(client);
  const known = keySets.get(metadata.issuer);
  if (known !== undefined) setJwksCache(client, structuredClone(known));
  const result = await use(client);
  const keys = getJwksCache(client);
  if (keySets.size >= issuersMax) keySets.clear();
  if (keys !== undefined) keySets.set(metadata.issuer, structuredClone(keys));
  return result;
}

function guardedFetch(ctx: Ctx, provider: string): CustomFetch {
  const dependency = `oidc:${provider}` as const;
  return async (url, { body, signal: librarys, ...init }) => {
    try {
      return await callDependency(ctx, dependency, (breakers) => {
        const signal = librarys === undefined ? breakers : AbortSignal.any([librarys, breakers]);
        return outgoingFetch(ctx.env, url, { ...init, signal, ...(body !== undefined && { body: body as BodyInit }) });
      });
    } catch (error) {
      if (error instanceof AppError) throw error;
      ctx.log.warn("an OpenID Connect provider does not answer", { provider, cause: String(error) });
      throw new AppError("DEPENDENCY_UNAVAILABLE", { dependency });
    }
  };
}

/** Without the functions that the library adds. */
const plainCopy = (metadata: ServerMetadata): ServerMetadata => JSON.parse(JSON.stringify(metadata));

/** By the method that the provider prefers; the specification's own default where it names none. */
function authenticationFor({ token_endpoint_auth_methods_supported: methods }: ServerMetadata, secret: string): ClientAuth {
  if (secret === "") return None();
  return methods === undefined || methods.includes("client_secret_basic") ? ClientSecretBasic(secret) : ClientSecretPost(secret);
}
