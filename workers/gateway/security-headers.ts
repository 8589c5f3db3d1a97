import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./app-env.ts";

/** For everything that the Worker answers itself; the pages' own policy is in web/public/_headers. */
export const securityHeaders: Record<string, string> = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "cross-origin",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/**
 * Gives the gathered headers to whatever was not made by `respond`: what a handler or another middleware built itself. A policy that a handler
 * has set for its own page stands.
 */
export function gatheredHeaders(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    if (c.res === c.get("responded") || c.res.headers.has("x-request-id")) return;
    for (const [name, value] of Object.entries(c.get("headers"))) if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  };
}
