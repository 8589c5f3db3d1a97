import { useQueries, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { Cart } from "../../../../contracts/cart.ts";
import { onSaleQuery } from "../../api/queries.ts";
import type { Domain } from "../../domains.ts";
import { useSession } from "../../session/session.ts";
import { cartQuery } from "./cart-queries.ts";
import { useGuestCarts } from "./guest-carts.ts";
import { liveCart } from "./live-cart.ts";
import { useWishes } from "./wishes.ts";
import { withWishes } from "./with-wishes.ts";

export interface CartAt {
  domain: Domain;
  cart: Cart;
}
export interface Carts {
  /** Those that have something in them. */
  carts: CartAt[];
  loading: boolean;
  error: unknown;
  retry: () => void;
}

/** The apps where whoever is here may have a cart: all of them for somebody who is signed in, for a guest those where this browser made one. */
function useCartDomains(): { signedIn: boolean; domains: Domain[] } {
  const session = useSession();
  const guests = useGuestCarts();
  const signedIn = session.status === "in";
  const onSale = useQuery({ ...onSaleQuery, enabled: session.status !== "resuming" }).data;
  return useMemo(() => {
    const known = session.status === "resuming" ? [] : (onSale ?? []);
    return { signedIn, domains: signedIn ? known : known.filter((domain) => guests[domain] !== undefined) };
  }, [session.status, signedIn, onSale, guests]);
}

/** What is about to be bought, at every app, as it is shown: with what was just asked for and is not answered yet. */
export function useCarts(): Carts {
  const { signedIn, domains } = useCartDomains();
  const wishes = useWishes();
  const queries = useQueries({ queries: domains.map((domain) => cartQuery(domain, signedIn)) });
  const carts = domains.flatMap((domain, index) => {
    const cart = queries[index]?.data;
    return cart === undefined ? [] : [{ domain, cart: withWishes(cart, wishes) }];
  });
  return {
    carts: carts.filter(({ cart }) => cart.items.length > 0),
    loading: queries.some((query) => query.isPending),
    error: queries.find((query) => query.isError && query.data === undefined)?.error ?? null,
    retry: () => {
      for (const query of queries) if (query.isError) void query.refetch();
    },
  };
}

/** Keeps every cart true while the page is open. */
export function useLiveCarts(): void {
  const { signedIn, domains } = useCartDomains();
  const guests = useGuestCarts();
  const owners = domains.map((domain) => `${domain}:${signedIn ? "own" : guests[domain]}`).join(" ");
  useEffect(() => {
    const lives = owners.split(" ").flatMap((owner) => (owner === "" ? [] : [liveCart(owner.split(":")[0] as Domain)]));
    for (const live of lives) live.start();
    return () => {
      for (const live of lives) live.stop();
    };
  }, [owners]);
}
