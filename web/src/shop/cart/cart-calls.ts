import type { AddCartItem, Cart } from "../../../../contracts/cart.ts";
import type { SocketTicket } from "../../../../contracts/identity.ts";
import type { Call } from "../../api/exchange.ts";
import { request } from "../../api/request.ts";
import type { Domain } from "../../domains.ts";
import { isSignedIn, sessionKnown } from "../../session/session.ts";
import { keepCart } from "./cart-queries.ts";
import { dropGuestCart, guestCart, keepGuestCart } from "./guest-carts.ts";

/** A request about the cart of whoever is here. The first one after a log-in brings what the guest had, which is theirs from then on. */
export async function cartRequest<Data>(domain: Domain, path: string, call: Call = {}): Promise<Data> {
  await sessionKnown();
  const guest = guestCart(domain);
  const signedIn = isSignedIn();
  const data = await request<Data>(domain, path, { ...call, headers: { ...call.headers, ...(guest && { "x-cart-id": guest }) } });
  if (signedIn && guest !== undefined) dropGuestCart(domain);
  return data;
}

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

/** What opens the cart's socket, once. */
export async function liveCartTicket(domain: Domain): Promise<string> {
  const guest = isSignedIn() ? undefined : guestCart(domain);
  const headers = guest === undefined ? {} : { "x-cart-id": guest };
  const { ticket } = await request<SocketTicket>(domain, "/ws-tickets", { method: "POST", body: { target: "/cart/live" }, headers });
  return ticket;
}
