import type { Call } from "../../api/exchange.ts";
import { request } from "../../api/request.ts";
import type { Domain } from "../../domains.ts";
import { socketTicket } from "../../live/socket-ticket.ts";
import { isSignedIn, sessionKnown } from "../../session/session.ts";
import { dropGuestCart, guestCart } from "./guest-carts.ts";

/** A request about the cart of whoever is here. The first one after a log-in brings what the guest had, which is theirs from then on. */
export async function cartRequest<Data>(domain: Domain, path: string, call: Call = {}): Promise<Data> {
  await sessionKnown();
  const guest = guestCart(domain);
  const signedIn = isSignedIn();
  const data = await request<Data>(domain, path, { ...call, headers: { ...call.headers, ...(guest && { "x-cart-id": guest }) } });
  if (signedIn && guest !== undefined) dropGuestCart(domain);
  return data;
}

/** What opens the cart's socket, once. */
export async function liveCartTicket(domain: Domain): Promise<string> {
  const guest = isSignedIn() ? undefined : guestCart(domain);
  const headers = guest === undefined ? {} : { "x-cart-id": guest };
  return socketTicket(domain, "/cart/live", { headers });
}
