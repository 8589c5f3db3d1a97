import type { TenantCtx } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import type { CartOwner } from "./cart-of.ts";
import { mergeGuestCart } from "./merge-guest-cart.ts";

/** Whose cart a request is about, and what its owner should hear of how it came to be; null: nothing. */
export interface CartAtHand {
  owner: CartOwner;
  message: string | null;
}

/**
 * The cart of whoever is signed in, into which the guest's goes first that they bring along; else the guest's. A guest who brings none gets the id of a new
 * one, of which nothing is kept before something is put into it.
 */
export async function cartAtHand(ctx: TenantCtx, guestId: string | null): Promise<CartAtHand> {
  const { actor } = ctx;
  if (actor.kind !== "user") return { owner: { guestId: guestId ?? newId("cart", ctx.now()) }, message: null };
  const message = guestId === null ? null : await mergeGuestCart({ ...ctx, actor }, guestId);
  return { owner: { userId: actor.userId }, message };
}
