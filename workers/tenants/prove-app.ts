import { AppError } from "../platform/app-error.ts";
import type { Ctx, Tenant } from "../platform/context.ts";
import { findTenant, type KnownTenant } from "./find-tenant.ts";
import { originAllowed } from "./origins.ts";

/** What a caller shows of an app. `fetchSite`: the browser's Sec-Fetch-Site; `ownOrigin`: where our own pages are. */
export interface AppProof {
  appId: string | null | undefined;
  apiKey: string | null | undefined;
  origin: string | null;
  fetchSite: string | null;
  ownOrigin: string | null;
}

/** The app whose key this is. APP_CREDENTIALS_MISSING, APP_CREDENTIALS_INVALID, APP_INACTIVE, ORIGIN_NOT_ALLOWED. */
export async function proveApp(ctx: Pick<Ctx, "db" | "now">, proof: AppProof): Promise<Tenant> {
  const { appId, apiKey } = proof;
  if (!appId || !apiKey) throw new AppError("APP_CREDENTIALS_MISSING");
  const known = await findTenant(ctx.db, appId.slice(0, 128), apiKey.slice(0, 128), ctx.now());
  if (known === null) throw new AppError("APP_CREDENTIALS_INVALID");
  if (!known.isActive) throw new AppError("APP_INACTIVE");
  if (!originPasses(proof, known)) throw new AppError("ORIGIN_NOT_ALLOWED");
  return known.tenant;
}

/**
 * A publishable key works in the browsers of its app's origins, a secret key in none: whatever sends an Origin is a browser.
 * A browser leaves Origin out only when it reads from its own origin, and then says so in Sec-Fetch-Site, which no script can forge.
 */
function originPasses({ origin, fetchSite, ownOrigin }: AppProof, { tenant, allowedOrigins }: KnownTenant): boolean {
  if (tenant.keyKind === "SECRET") return origin === null;
  if (origin === null) return fetchSite === "same-origin";
  return originAllowed(origin, allowedOrigins) || (tenant.webApp && origin === ownOrigin);
}
