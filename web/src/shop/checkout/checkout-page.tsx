import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, Navigate } from "@tanstack/react-router";
import { ShoppingBag } from "lucide-react";
import { onSaleQuery } from "../../api/queries.ts";
import { type Domain, domainOfParam, domainWords } from "../../domains.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { Failed } from "../../parts/failed.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { PagePending } from "../../parts/page-pending.tsx";
import { cartQuery } from "../cart/cart-queries.ts";
import { useCarts } from "../cart/use-carts.ts";
import { CheckoutForm } from "./checkout-form.tsx";

const route = getRouteApi("/shop/checkout");

/** Paying for a cart: tickets and merchandise at once, both or neither. */
export function CheckoutPage() {
  const { d } = route.useSearch();
  const asked = domainOfParam(d);
  const { carts, loading } = useCarts();
  const onSale = useQuery(onSaleQuery).data;
  const domain = asked ?? carts[0]?.domain ?? (loading ? undefined : onSale?.[0]);
  return (
    <>
      <PageHead title="Check out" />
      {domain === undefined ? <PagePending /> : <OfShop key={domain} domain={domain} />}
    </>
  );
}

function OfShop({ domain }: { domain: Domain }) {
  const cart = useQuery(cartQuery(domain, true));
  if (cart.data === undefined && cart.isError)
    return <Failed whole error={cart.error} retry={() => void cart.refetch()} title="Your cart did not load" />;
  if (cart.data === undefined) return <PagePending />;
  return <CheckoutForm domain={domain} cart={cart.data} empty={<Empty />} onItsWay={(id) => <OnItsWay domain={domain} id={id} />} />;
}

/** Another window is paying for this cart, or this one was reloaded while it did. */
function OnItsWay({ domain, id }: { domain: Domain; id: string }) {
  return <Navigate to="/orders/$id" params={{ id }} search={{ d: domainWords[domain].param }} replace />;
}

function Empty() {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-3 px-4 py-24 text-center">
      <ShoppingBag className="size-9 text-quiet" strokeWidth={1.5} aria-hidden />
      <h1 className="text-xl">Your cart is empty</h1>
      <p className="text-quiet">Put something in first. What you ordered stands under your orders.</p>
      <div className="mt-2 flex gap-3">
        <Link to="/shop" className={buttonStyle("primary", "medium")}>
          Look into the shop
        </Link>
        <Link to="/orders" className={buttonStyle("plain", "medium")}>
          Your orders
        </Link>
      </div>
    </div>
  );
}
