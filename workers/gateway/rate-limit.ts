import type { Context, MiddlewareHandler } from "hono";
import { rateLimiter } from "../../durable-objects/rate-limiter/facade.ts";
import { AppError } from "../platform/app-error.ts";
import { networkOf } from "../platform/network.ts";
import type { AppEnv } from "./app-env.ts";
import { rateHeaders } from "./rate-headers.ts";
import { ratePolicies } from "./rate-policies.ts";
import { withinSharedLimit } from "./shared-count.ts";

/** Takes one token from the caller's bucket of the route's policy. Throws RATE_LIMITED with Retry-After when it is empty. */
export function rateLimit(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const name = c.get("endpoint").rate;
    const policy = ratePolicies[name];
    const caller = callerOf(c);
    if (policy.counted === "binding") {
      if (!(await withinSharedLimit(c.env.PUBLIC_READS, `${name}:${caller}`, Date.now())))
        throw new AppError("RATE_LIMITED", { retryAfterSeconds: 10 });
    }
    if (policy.counted === "object") {
      const state = await rateLimiter(c.env.RATE_LIMITER, `${name}:${caller}`).take(policy.burst, policy.perSecond, Date.now());
      Object.assign(c.get("headers"), rateHeaders(name, state));
      if (!state.allowed) throw new AppError("RATE_LIMITED", { retryAfterSeconds: state.resetSeconds });
    }
    await next();
  };
}

/** A user by id, everybody else by address. */
function callerOf(c: Context<AppEnv>): string {
  const { actor, tenant, client } = c.get("ctx");
  const app = tenant?.appId ?? "platform";
  return actor.kind === "user" ? `${app}:${actor.userId}` : `${app}:${networkOf(client.ip)}`;
}
