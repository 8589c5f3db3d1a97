import type { MiddlewareHandler } from "hono";
import { TrieRouter } from "hono/router/trie-router";
import { AppError } from "../platform/app-error.ts";
import type { AppEnv } from "./app-env.ts";
import type { Endpoint } from "./endpoint.ts";

/** `/seats/{id}` as Hono's routers write it: `/seats/:id`. */
const routerPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1");

/**
 * Finds a request's endpoint before anything else is asked of it, so that an unknown path is 404 and a wrong method 405 whoever calls.
 * Sets `endpoint`, by which the later middleware knows what to ask for and which `runEndpoint` then runs, and the path's `params`.
 */
export function routeTable(endpoints: readonly Endpoint[]): MiddlewareHandler<AppEnv> {
  const literal = new Map<string, Endpoint>();
  const router = new TrieRouter<Endpoint>();
  for (const endpoint of endpoints) {
    const method = endpoint.method.toUpperCase();
    if (!endpoint.path.includes("{")) literal.set(`${method} ${endpoint.path}`, endpoint);
    router.add(method, routerPath(endpoint.path), endpoint);
  }
  const find = (method: string, path: string): { endpoint: Endpoint; params: Record<string, string> } | undefined => {
    const exact = literal.get(`${method} ${path}`);
    if (exact !== undefined) return { endpoint: exact, params: {} };
    const [first] = router.match(method, path)[0];
    return first && { endpoint: first[0], params: decoded(first[1]) };
  };
  const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

  return async (c, next) => {
    const method = c.req.method === "HEAD" ? "GET" : c.req.method;
    const found = find(method, c.req.path);
    if (found === undefined) {
      const allowed = methods.filter((other) => find(other, c.req.path) !== undefined);
      if (allowed.length === 0) throw new AppError("ROUTE_NOT_FOUND");
      c.get("headers").allow = allowed.join(", ");
      throw new AppError("METHOD_NOT_ALLOWED", { allow: allowed });
    }
    c.set("endpoint", found.endpoint);
    c.set("params", found.params);
    await next();
  };
}

/** Path parameters as text; one that is no valid percent-encoding stays as it came, and its schema refuses it. */
const decoded = (params: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      try {
        return [name, decodeURIComponent(String(value))];
      } catch {
        return [name, String(value)];
      }
    }),
  );
