import { zValidator } from "@hono/zod-validator";
import type { Context, MiddlewareHandler } from "hono";
import type { z } from "zod";
import { AppError } from "../platform/app-error.ts";
import type { AppEnv } from "./app-env.ts";
import type { Endpoint } from "./endpoint.ts";

/** The route's own guard and its validators, in the order path, query, body, and then what collects their results into `input`. */
export function validators(spec: Omit<Endpoint, "handle">): MiddlewareHandler<AppEnv>[] {
  const chain: MiddlewareHandler<AppEnv>[] = [];
  const { guard } = spec;
  if (guard) {
    chain.push(async (c, next) => {
      guard(c);
      await next();
    });
  }
  if (spec.params) chain.push(zValidator("param", spec.params, refuse) as MiddlewareHandler<AppEnv>);
  if (spec.query) chain.push(zValidator("query", spec.query, refuse) as MiddlewareHandler<AppEnv>);
  if (spec.body) chain.push(zValidator("json", spec.body, refuse) as MiddlewareHandler<AppEnv>);
  chain.push(async (c, next) => {
    c.set("input", {
      params: spec.params && validated(c, "param"),
      query: spec.query && validated(c, "query"),
      body: spec.body && validated(c, "json"),
    });
    await next();
  });
  return chain;
}

/** Hono types `valid` by the validators of one chain; here the chain is built at run time and `Endpoints` keeps the types. */
const validated = (c: Context<AppEnv>, target: "param" | "query" | "json"): unknown => c.req.valid(target as never);

function refuse(result: { success: true } | { success: false; error: z.core.$ZodError }): void {
  if (!result.success) throw new AppError("VALIDATION_FAILED", { issues: issuesOf(result.error) });
}

/** One line per fault: which field, in dots, and what is wrong with it. Unknown fields are named one by one. */
export const issuesOf = (error: z.core.$ZodError): { path: string; message: string }[] =>
  error.issues
    .flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: "unknown field" }))
        : [{ path: issue.path.join("."), message: issue.message }],
    )
    .slice(0, 50);
