import type { Context, MiddlewareHandler } from "hono";
import { decodeJwt } from "jose";
import { z } from "zod";
import type { AppEnv } from "../../gateway/app-env.ts";
import { beginsSession, guestCartIn } from "../../gateway/guest-cart.ts";
import { mergeGuestCart } from "./merge-guest-cart.ts";

const Begun = z.object({ data: z.object({ accessToken: z.string() }) });
const Claims = z.object({ sub: z.string(), sid: z.string() });

/**
 * Whoever signs in with `x-cart-id` takes the guest's cart along. Signing in never fails for it: what could not be merged is merged with the next request
 * that names the cart.
 */
export function mergeAtLogIn(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next();
    if (!beginsSession.has(c.get("endpoint").operationId) || !c.res.ok) return;
    await merge(c).catch((error: unknown) => c.get("ctx").log.warn("a guest's cart could not be merged", { cause: String(error) }));
  };
}

async function merge(c: Context<AppEnv>): Promise<void> {
  const ctx = c.get("ctx");
  const guestId = guestCartIn(c);
  if (guestId === null || ctx.tenant === null) return;
  // The token that was made for this answer a moment ago says whose session it is.
  const { data } = Begun.parse(await c.res.clone().json());
  const { sub, sid } = Claims.parse(decodeJwt(data.accessToken));
  await mergeGuestCart({ ...ctx, tenant: ctx.tenant, actor: { kind: "user", userId: sub, sessionId: sid, role: "USER" } }, guestId);
}
