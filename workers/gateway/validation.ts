import { zValidator } from "@hono/zod-validator";
import type { Context, Handler, MiddlewareHandler } from "hono";
import type { z } from "zod";
import { issuesOf } from "../../contracts/issues.ts";
import { AppError } from "../platform/app-error.ts";
import type { AppEnv } from "./app-env.ts";
import type { Endpoint } from "./endpoint.ts";

/** Ends the gateway: the route's own guard, then its input (path, query, body, in this order), then its handler. */
export function runEndpoint(): Handler<AppEnv> {
  const validators = new WeakMap<Endpoint, MiddlewareHandler<AppEnv>[]>();
  return async (c) => {
    const endpoint = c.get("endpoint");
    const { guard, params, query, body } = endpoint;
    guard?.(c);
    const path = params?.safeParse(c.get("params"));
    if (path) refuse(path);
    const chain = validators.get(endpoint) ?? validatorsOf(endpoint);
    validators.set(endpoint, chain);
    for (const validate of chain) await validate(c, async () => {});
    c.set("input", { params: path?.data, query: query && validated(c, "query"), body: body && validated(c, "json") });
    return endpoint.handle(c);
  };
}

function validatorsOf({ query, body }: Endpoint): MiddlewareHandler<AppEnv>[] {
  const chain: MiddlewareHandler<AppEnv>[] = [];
  if (query) chain.push(zValidator("query", query, refuse) as MiddlewareHandler<AppEnv>);
  if (body) chain.push(zValidator("json", body, refuse) as MiddlewareHandler<AppEnv>);
  return chain;
}

/** Hono types `valid` by the validators of one chain; here the chain is built at run time and `Endpoints` keeps the types. */
const validated = (c: Context<AppEnv>, target: "query" | "json"): unknown => c.req.valid(target as never);

function refuse(result: { success: true } | { success: false; error: z.core.$ZodError }): void {
  if (!result.success) throw new AppError("VALIDATION_FAILED", { issues: issuesOf(result.error) });
}
