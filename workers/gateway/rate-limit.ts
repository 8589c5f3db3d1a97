import type { Context, MiddlewareHandler } from "hono";
import { rateLimiter } from "../../durable-objects/rate-limiter/facade.ts";
import { AppError } from "../platform/app-error.ts";
import type { AppEnv } from "./app-env.ts";
import { ratePolicies } from "./rate-policies.ts";

/** Takes one token from the caller's bucket of the route's policy. Throws RATE_LIMITED with Retry-After when it is empty. */
export function rateLimit(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const name = c.get("endpoint").rate;
    const policy = ratePolicies[name];
    const caller = callerOf(c);
    if (policy.counted === "binding") {
      const { success } = await c.env.PUBLIC_READS.limit({ key: `${name}:${caller}` });
      if (!success) throw new AppError("RATE_LIMITED", { retryAfterSeconds: 10 });
    }
    if (policy.counted === "object") {
      const state = await rateLimiter(c.env.RATE_LIMITER, `${name}:${caller}`).take(policy.burst, policy.perSecond, Date.now());
      rateHeaders(c, name, state);
      if (!state.allowed) throw new AppError("RATE_LIMITED", { retryAfterSeconds: state.resetSeconds });
    }
    await next();
  };
}

/** The two headers of the IETF draft «RateLimit header fields for HTTP»: q calls in w seconds; r left, t seconds until one more. */
export function rateHeaders(c: Context<AppEnv>, name: keyof typeof ratePolicies, state: { remaining: number; resetSeconds: number }): void {
  const { burst, perSecond } = ratePolicies[name];
  c.header("RateLimit-Policy", `"${name}";q=${burst};w=${Math.ceil(burst / perSecond)}`);
  c.header("RateLimit", `"${name}";r=${state.remaining};t=${Math.ceil(state.resetSeconds)}`);
}

/** A user by id, everybody else by address. */
function callerOf(c: Context<AppEnv>): string {
  const { actor, tenant, client } = c.get("ctx");
  const app = tenant?.appId ?? "platform";
  return actor.kind === "user" ? `${app}:${actor.userId}` : `${app}:${networkOf(client.ip)}`;
}

/** An address as a caller: IPv4 whole, IPv6 by the /64 that a household gets. */
export function networkOf(ip: string): string {
  if (!ip.includes(":")) return ip;
  const [head = "", tail] = ip.split("::");
  const left = head.split(":").filter((group) => group !== "");
  const right = tail === undefined ? [] : tail.split(":").filter((group) => group !== "");
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}
