import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "../gateway/app-env.ts";
import { needsKey, takesTicket } from "../gateway/endpoint.ts";
import { AppError } from "../platform/app-error.ts";
import type { Tenant } from "../platform/context.ts";
import { canonicalIp } from "../platform/ip-address.ts";
import { findTenant, type KnownTenant } from "./find-tenant.ts";
import { originAllowed } from "./origins.ts";
import { requireScope } from "./require-scope.ts";

/** Sets `ctx.tenant` from `x-app-id` and `x-api-key` on every route that asks for an app; a `?ticket=` stands in for them on sockets and links. */
export function appCredentials(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { access, scope } = c.get("endpoint");
    const byTicket = takesTicket(access) && c.req.query("ticket") !== undefined;
    if (needsKey(access) && !byTicket) {
      const ctx = c.get("ctx");
      const appId = c.req.header("x-app-id");
      const apiKey = c.req.header("x-api-key");
      if (!appId || !apiKey) throw new AppError("APP_CREDENTIALS_MISSING");
      const known = await findTenant(ctx.db, appId.slice(0, 128), apiKey.slice(0, 128), ctx.now());
      if (known === null) throw new AppError("APP_CREDENTIALS_INVALID");
      if (!known.isActive) throw new AppError("APP_INACTIVE");
      if (!originPasses(c, known)) throw new AppError("ORIGIN_NOT_ALLOWED");
      ctx.tenant = known.tenant;
      if (known.tenant.keyKind === "SECRET") ctx.actor = { kind: "server" };
      else if (access === "secret") throw new AppError("SCOPE_MISSING");
      requireScope(known.tenant, scope);
      const endUserIp = endUserIpOf(c, known.tenant);
      if (endUserIp !== null) ctx.client = { ...ctx.client, ip: endUserIp, endUser: true };
    }
    await next();
  };
}

/**
 * A publishable key works in the browsers of its app's origins, a secret key in none: whatever sends an Origin is a browser.
 * A browser leaves Origin out only when it reads from its own origin, and then says so in Sec-Fetch-Site, which no script can forge.
 */
function originPasses(c: Context<AppEnv>, { tenant, allowedOrigins }: KnownTenant): boolean {
  const origin = c.req.header("origin");
  if (tenant.keyKind === "SECRET") return origin === undefined;
  if (origin === undefined) return c.req.header("sec-fetch-site") === "same-origin";
  return originAllowed(origin, allowedOrigins) || (tenant.webApp && origin === new URL(c.req.url).origin);
}

/**
 * The person for whom a tenant's server calls, so that the many whom one server speaks for are not limited and locked out as one. Whoever holds
 * only the publishable key would choose their own bucket by it, so they are refused.
 */
function endUserIpOf(c: Context<AppEnv>, tenant: Tenant): string | null {
  const given = c.req.header("x-end-user-ip");
  if (given === undefined) return null;
  if (tenant.keyKind !== "SECRET") throw new AppError("SCOPE_MISSING", { header: "x-end-user-ip" });
  const ip = canonicalIp(given.trim());
  if (ip === null) throw new AppError("END_USER_IP_INVALID");
  return ip;
}
