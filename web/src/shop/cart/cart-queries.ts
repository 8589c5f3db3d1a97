import { queryOptions } from "@tanstack/react-query";
import type { Cart } from "../../../../contracts/cart.ts";
import { own } from "../../api/queries.ts";
import type { Domain } from "../../domains.ts";
import { queryClient } from "../../query-client.ts";
import { isSignedIn } from "../../session/session.ts";
import { cartRequest } from "./cart-request.ts";

/** The socket says when it changes, so that it is asked again only then, and when somebody comes back to the window. */
const staleMs = 30_000;

/** The cart at an app: one's own, or that of the guest whom this browser remembers. */
export const cartQuery = (domain: Domain, signedIn: boolean) =>
  queryOptions({
    queryKey: [own, "cart", domain, signedIn ? "own" : "guest"],
    queryFn: async ({ signal }) => newer(cachedCart(domain), (await cartRequest<{ cart: Cart }>(domain, "/cart", { signal })).cart),
    staleTime: staleMs,
    refetchOnWindowFocus: "always",
  });

function cachedCart(domain: Domain): Cart | undefined {
  return queryClient.getQueryData(cartQuery(domain, isSignedIn()).queryKey);
}

/** An answer that was overtaken by a later change's says nothing any more. */
function newer(known: Cart | undefined, fresh: Cart): Cart {
  return known !== undefined && known.id === fresh.id && known.rev > fresh.rev ? known : fresh;
}

/** Takes the cart that a change answered. */
export function keepCart(domain: Domain, cart: Cart): void {
  queryClient.setQueryData(cartQuery(domain, isSignedIn()).queryKey, (known) => newer(known, cart));
  tabs.postMessage({ domain, cart } satisfies Told);
}

/** Other tabs of this browser need not ask the server for what this one was answered. */
const tabs = new BroadcastChannel("mq_cart");
interface Told {
  domain: Domain;
  cart: Cart;
}
tabs.onmessage = ({ data }: MessageEvent<Told>) => {
  const { domain, cart } = data;
  if (cachedCart(domain)?.id === cart.id) queryClient.setQueryData(cartQuery(domain, isSignedIn()).queryKey, (known) => newer(known, cart));
};

/** Asks for the cart, unless what is known is of this `rev` or later. */
export function cartIsAt(domain: Domain, rev: number): void {
  const known = cachedCart(domain);
  if (known === undefined || known.rev < rev) void rereadCart(domain);
}

export function rereadCart(domain: Domain): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: [own, "cart", domain] });
}
