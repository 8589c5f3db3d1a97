import type { Cart, StoredCart, StoredItem } from "../../../contracts/cart.ts";
import { releaseSeat } from "../../booking/release-seat.ts";
import { AppError } from "../../platform/app-error.ts";
import { granted } from "../../platform/call-object.ts";
import type { TenantCtx } from "../../platform/context.ts";
import { askCart, type CartOwner } from "./cart-of.ts";
import { showCart } from "./show-cart.ts";

/** What is left of a cart, and what became of the seats that were in it; null: none were. */
export interface Removed {
  cart: Cart;
  message: string | null;
}

/** Takes an item out. The seats of a reservation are given back: whoever takes them out does not want them. CART_ITEM_NOT_FOUND, CART_CHECKING_OUT. */
export async function removeFromCart(ctx: TenantCtx, owner: CartOwner, { itemId }: { itemId: string }): Promise<Removed> {
  const { cart, removed } = granted(await askCart(ctx, owner, { idempotent: false }, (object) => object.removeItem({ itemId })));
  return afterRemoving(ctx, owner, cart, [removed]);
}

/** Takes everything out, the code too, and gives all seats back. CART_CHECKING_OUT. */
export async function emptyCart(ctx: TenantCtx, owner: CartOwner): Promise<Removed> {
  const { cart, removed } = granted(await askCart(ctx, owner, { idempotent: false }, (object) => object.empty()));
  return afterRemoving(ctx, owner, cart, removed);
}

async function afterRemoving(ctx: TenantCtx, owner: CartOwner, cart: StoredCart, removed: StoredItem[]): Promise<Removed> {
  const tokens = removed.flatMap((item) => (item.kind === "TICKETS" ? [item.reservationToken] : []));
  const given = await Promise.all(tokens.map((token) => giveBack(ctx, token)));
  return { cart: await showCart(ctx, owner, cart), message: given.includes(true) ? "The seats were given back." : null };
}

/** What is over needs no giving back, and what could not be given back now runs out by itself within minutes. */
async function giveBack(ctx: TenantCtx, reservationToken: string): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== "user") return false;
  try {
    await releaseSeat({ ...ctx, actor, idempotency: null }, { reservationToken });
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (!error.code.startsWith("RESERVATION_")) ctx.log.warn("the seats of a cart could not be given back", { code: error.code });
    return false;
  }
}
