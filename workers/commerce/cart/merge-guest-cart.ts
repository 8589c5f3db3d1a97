import { granted } from "../../platform/call-object.ts";
import type { UserCtx } from "../../platform/context.ts";
import { askCart, type CartOwner, cartName } from "./cart-of.ts";
import { noteCart } from "./note-cart.ts";

/** A guest's cart that was filled again while an earlier giving was lost on its way. */
const givingsMax = 3;

/**
 * Moves what a guest's cart has into the cart of whoever is signed in, by the policy ADD_UP: pieces of the same variant are added up, the person's own code
 * stays, and the guest's cart is empty then. Again: nothing. What cannot come along (another currency; while an order is being made) stays with the guest's
 * cart and comes later. Answers what the person should hear of that, or null.
 */
export async function mergeGuestCart(ctx: UserCtx, guestId: string): Promise<string | null> {
  const owner: CartOwner = { userId: ctx.actor.userId };
  const guest: CartOwner = { guestId };
  const into = cartName(ctx.tenant.appId, owner);
  let left = 0;
  for (let turn = 0; turn < givingsMax; turn++) {
    const mine = await askCart(ctx, owner, { idempotent: true }, (cart) => cart.read());
    if (mine.checkout !== null) break;
    const given = await askCart(ctx, guest, { idempotent: true }, (cart) => cart.giveAway({ into, currency: mine.currency }));
    if (!given.ok) return given.code === "CURRENCY_MISMATCH" ? otherCurrency : null;
    const { given: giving } = given;
    if (giving === null) break;
    await noteCart(ctx, owner);
    const mergeId = `${guestId}:${giving.rev}`;
    const taken = await askCart(ctx, owner, { idempotent: true }, (cart) => cart.takeUp({ mergeId, given: giving }));
    // An order was begun in between, or something of another currency put in: it is given again the next time.
    if (!taken.ok && taken.code === "CART_CHECKING_OUT") break;
    if (!taken.ok && taken.code === "CURRENCY_MISMATCH") return otherCurrency;
    left += granted(taken).left;
    await askCart(ctx, guest, { idempotent: true }, async (cart) => {
      await cart.givenTaken({ rev: giving.rev });
      return null;
    });
  }
  return left === 0 ? null : `Your cart is full: ${left} of what you had put in before found no room.`;
}

const otherCurrency = "What you had put in before is in another currency. It is kept until this cart has been ordered.";
