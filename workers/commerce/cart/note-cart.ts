import type { TenantCtx } from "../../platform/context.ts";
import type { CartOwner } from "./cart-of.ts";
import { carts } from "./tables.ts";

/** Writes down that this person has a cart here, so that an export and an erasure find it: before anything is put into it. */
export async function noteCart(ctx: TenantCtx, owner: CartOwner): Promise<void> {
  if (!("userId" in owner)) return;
  await ctx.db.insert(carts).values({ userId: owner.userId, appId: ctx.tenant.appId, createdAt: ctx.now() }).onConflictDoNothing();
}
