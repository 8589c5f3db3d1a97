import { ShoppingBag } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { CountBadge } from "../../parts/count-badge.tsx";
import { closeCart, openCart, useCartOpen } from "./cart-open.ts";
import { useCarts, useLiveCarts } from "./use-carts.ts";

const CartDrawer = lazy(() => import("./cart-drawer.tsx").then((module) => ({ default: module.CartDrawer })));

/** The way to the cart from everywhere, with how much is in it. The cart itself comes with the first look into it. */
export function CartButton() {
  useLiveCarts();
  const { carts } = useCarts();
  const open = useCartOpen();
  const [needed, setNeeded] = useState(false);
  if (open && !needed) setNeeded(true);
  const count = carts.reduce((sum, { cart }) => sum + cart.itemCount, 0);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={count === 0 ? "Cart, empty" : `Cart, ${count === 1 ? "1 item" : `${count} items`}`}
        title="Cart"
        className="relative inline-flex size-9 items-center justify-center rounded-control text-ink transition-colors duration-150 hover:bg-line/60"
        onClick={openCart}
      >
        <ShoppingBag className="size-[18px]" aria-hidden />
        <CountBadge count={count} />
      </button>
      {needed ? (
        <Suspense>
          <CartDrawer isOpen={open} onClose={closeCart} />
        </Suspense>
      ) : null}
    </>
  );
}
