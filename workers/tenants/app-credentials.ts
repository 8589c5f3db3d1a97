import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv } from "../gateway/app-env.ts";
import { needsKey, takesTicket } from "../gateway/endpoint.ts";
import { AppError } from "../platform/app-error.ts";
import type { Tenant } from "../platform/context.ts";
import { canonicalIp } from "../platform/ip-address.ts";
import { proveApp } from "./prove-app.ts";
import { requireScope } from "./require-scope.ts";

/** Sets `ctx.tenant` from `x-app-id` and `x-api-key` on every route that asks for an app; a `?ticket=` stands in for them on sockets and links. */
export function appCredentials(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { access, scope } = c.get("endpoint");
    const byTicket = takesTicket(access) && c.req.query("ticket") !== undefined;
    if (needsKey(access) && !byTicket) {
      const ctx = c.get("ctx");
      const tenant = await proveApp(ctx, {
        appId: c.req.header("x-app-id"),
        apiKey: c.req.header("x-api-key"),
        origin: ctx.client.origin,
        fetchSite: c.req.header("sec-fetch-site") ?? null,
        ownOrigin: ctx.ownOrigin,
      });
      ctx.tenant = tenant;
      if (tenant.keyKind === "SECRET") ctx.actor = { kind: "server" };
      else if (access === "secret") throw new AppError("SCOPE_MISSING");
      requireScope(tenant, scope);
      const endUserIp = endUserIpOf(c, tenant);
      if (endUserIp !== null) ctx.client = { ...ctx.client, ip: endUserIp, endUser: true };
    }
    await next();
  };
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
