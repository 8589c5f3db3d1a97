import type { AddCartItem, Cart } from "../../../../contracts/cart.ts";
import type { Domain } from "../../domains.ts";
import { isSignedIn } from "../../session/session.ts";
import { keepCart } from "./cart-queries.ts";
import { cartRequest } from "./cart-request.ts";
import { keepGuestCart } from "./guest-carts.ts";

/** Puts something in. A guest's first item makes the cart, whose id this browser keeps. */
export async function addToCart(domain: Domain, body: AddCartItem): Promise<Cart> {
  const { cart } = await cartRequest<{ cart: Cart }>(domain, "/cart/items", { method: "POST", body });
  if (!isSignedIn()) keepGuestCart(domain, cart.id);
  keepCart(domain, cart);
  return cart;
}

/** Any other change; the answer is the cart as it is then. */
export async function changeCart(domain: Domain, method: "POST" | "PATCH" | "DELETE", path: string, body?: object): Promise<Cart> {
  const { cart } = await cartRequest<{ cart: Cart }>(domain, path, { method, ...(body && { body }) });
  keepCart(domain, cart);
  return cart;
}
