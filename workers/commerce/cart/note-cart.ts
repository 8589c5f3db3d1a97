import type { TenantCtx } from "../../platform/context.ts";
import { TimedCache } from "../../platform/timed-cache.ts";
import type { CartOwner } from "./cart-of.ts";
import { carts } from "./tables.ts";

/** A row goes only when its person is erased, who puts nothing into carts any more. */
const noted = new TimedCache<true>({ entriesMax: 20_000, seconds: 300 });

/** Writes down that this person has a cart here, so that an export and an erasure find it: before anything is put into it. */
export async function noteCart(ctx: TenantCtx, owner: CartOwner): Promise<void> {
  if (!("userId" in owner)) return;
  const { userId } = owner;
  const { appId } = ctx.tenant;
  await noted.get(`${appId}:${userId}`, ctx.now(), async () => {
    await ctx.db.insert(carts).values({ userId, appId, createdAt: ctx.now() }).onConflictDoNothing();
    return true;
  });
}
