import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { originKnown } from "../tenants/origins.ts";
import type { AppEnv } from "./app-env.ts";

/**
 * Lets the browsers of tenants' pages read our answers. A preflight carries no app, so any origin that some app lists passes here, and
 * `appCredentials` then holds the request itself against the list of its own app.
 */
export function corsForTenants(): MiddlewareHandler<AppEnv> {
  const headers = cors({
    origin: async (origin, c) => (origin !== "" && (await originKnown(c.get("ctx").db, origin, Date.now())) ? origin : null),
    allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: [
      "authorization",
      "content-type",
      "idempotency-key",
      "if-none-match",
      "x-admission",
      "x-api-key",
      "x-app-id",
      "x-cart-id",
      "x-request-id",
    ],
    exposeHeaders: ["ETag", "Idempotent-Replayed", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"],
    maxAge: 600,
  });
  // Only browsers that read from elsewhere send an Origin; servers and our own pages need none of this.
  return (c, next) => (c.req.header("origin") === undefined ? next() : headers(c, next));
}
