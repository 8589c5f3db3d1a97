import type { MiddlewareHandler } from "hono";
import { TrieRouter } from "hono/router/trie-router";
import { AppError } from "../platform/app-error.ts";
import type { AppEnv } from "./app-env.ts";
import type { Endpoint } from "./endpoint.ts";

/** `/seats/{id}` as Hono writes it: `/seats/:id`. */
export const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1");

/**
 * Finds a request's endpoint before anything else is asked of it, so that an unknown path is 404 and a wrong method 405 whoever calls.
 * Sets `endpoint`, by which the later middleware knows what to ask for.
 */
export function routeTable(endpoints: readonly Endpoint[]): MiddlewareHandler<AppEnv> {
  const literal = new Map<string, Endpoint>();
  const router = new TrieRouter<Endpoint>();
  for (const endpoint of endpoints) {
    const method = endpoint.method.toUpperCase();
    if (!endpoint.path.includes("{")) literal.set(`${method} ${endpoint.path}`, endpoint);
    router.add(method, honoPath(endpoint.path), endpoint);
  }
  const find = (method: string, path: string): Endpoint | undefined =>
    literal.get(`${method} ${path}`) ?? router.match(method, path)[0][0]?.[0];
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

  return async (c, next) => {
    const method = c.req.method === "HEAD" ? "GET" : c.req.method;
    const endpoint = find(method, c.req.path);
    if (endpoint === undefined) {
      const allowed = methods.filter((other) => find(other, c.req.path) !== undefined);
      if (allowed.length === 0) throw new AppError("ROUTE_NOT_FOUND");
      c.get("headers").allow = allowed.join(", ");
      throw new AppError("METHOD_NOT_ALLOWED", { allow: allowed });
    }
    c.set("endpoint", endpoint);
    await next();
  };
}
