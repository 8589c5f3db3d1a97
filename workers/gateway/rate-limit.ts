import type { Context, MiddlewareHandler } from "hono";
import { bucketRefillSecondsMax, type RateLimit, type RatePolicyName } from "../../contracts/settings.ts";
import { rateLimiter } from "../../durable-objects/rate-limiter/facade.ts";
import { AppError } from "../platform/app-error.ts";
import { callObject } from "../platform/call-object.ts";
import type { Ctx } from "../platform/context.ts";
import { networkOf } from "../platform/network.ts";
import { settingsOf } from "../platform/settings.ts";
import type { AppEnv } from "./app-env.ts";
import { policyHeader, rateHeaders } from "./rate-headers.ts";
import { countedBy } from "./rate-policies.ts";
import { callsPerToken, refusedSeconds, withinSharedLimit } from "./shared-count.ts";

/** Takes one token from the caller's bucket of the route's policy. Throws RATE_LIMITED with Retry-After when it is empty. */
export function rateLimit(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const name = c.get("endpoint").rate;
    const counted = countedBy[name];
    if (counted !== "owner") {
      const limit = (await settingsOf(c.get("ctx"))).rate[name];
      if (counted === "object") await takeExactly(c, name, limit);
      else await takeShared(c, name, limit);
    }
    await next();
  };
}

async function takeExactly(c: Context<AppEnv>, name: RatePolicyName, { burst, perSecond }: RateLimit): Promise<void> {
  const ctx = c.get("ctx");
  const bucket = `${name}:${callerOf(ctx)}`;
  const state = await callObject(() => rateLimiter(c.env.RATE_LIMITER, bucket).take(burst, perSecond, ctx.now()), { idempotent: true });
  Object.assign(c.get("headers"), rateHeaders(name, { limit: burst, windowSeconds: burst / perSecond }, state));
  if (!state.allowed) throw new AppError("RATE_LIMITED", { retryAfterSeconds: state.resetSeconds });
}

/** The binding does not say how many calls are left, so `RateLimit` is told only when there are none. */
async function takeShared(c: Context<AppEnv>, name: RatePolicyName, { burst: limit, perSecond }: RateLimit): Promise<void> {
  const ctx = c.get("ctx");
  const quota = { limit, windowSeconds: bucketRefillSecondsMax };
  Object.assign(c.get("headers"), policyHeader(name, quota));
  if (await withinSharedLimit(c.env.PUBLIC_READS, `${name}:${callerOf(ctx)}`, callsPerToken(perSecond), ctx.now())) return;
  Object.assign(c.get("headers"), rateHeaders(name, quota, { remaining: 0, resetSeconds: refusedSeconds }));
  throw new AppError("RATE_LIMITED", { retryAfterSeconds: refusedSeconds });
}

/**
 * Whose bucket it is: a user's, wherever they are; without a user the address's. A tenant's server stands for many people: it has a bucket of its
 * own, and one for each person whose address it names, which no other tenant can fill.
 */
export function callerOf({ actor, tenant, client }: Pick<Ctx, "actor" | "tenant" | "client">): string {
  if (actor.kind === "user") return `user ${actor.userId}`;
  const network = networkOf(client.ip);
  if (tenant?.keyKind !== "SECRET") return `address ${network}`;
  return client.endUser ? `app ${tenant.appId} for ${network}` : `app ${tenant.appId}`;
}
