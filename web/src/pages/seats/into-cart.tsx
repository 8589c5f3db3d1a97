import { useMutation } from "@tanstack/react-query";
import { ShoppingBag } from "lucide-react";
import type { Domain } from "../../domains.ts";
import { forgetHold } from "../../hold.ts";
import { Button } from "../../parts/button.tsx";
import { addToCart } from "../../shop/cart/cart-calls.ts";
import { openCart } from "../../shop/cart/cart-open.ts";
import { refusalWords } from "../../shop/cart/problem-words.ts";
import { useCarts } from "../../shop/cart/use-carts.ts";

/** Puts held seats into the cart, to be paid together with what else is in it. */
export function IntoCart({ domain, token }: { domain: Domain; token: string }) {
  const { carts } = useCarts();
  const isIn = carts.some(({ cart }) => cart.items.some((item) => item.kind === "TICKETS" && item.reservationToken === token));
  const add = useMutation({
    mutationFn: () => addToCart(domain, { reservationToken: token }),
    onSuccess: () => {
      // The cart counts down from here on.
      forgetHold(token);
      openCart();
    },
  });
  return (
    <>
      <Button isPending={add.isPending} onPress={() => (isIn ? openCart() : add.mutate())}>
        <ShoppingBag className="size-4" aria-hidden />
        {isIn ? "In your cart" : add.isPending ? "Adding…" : "Add to cart"}
      </Button>
      {add.isError ? (
        <p role="alert" className="text-center text-sm text-loss">
          {refusalWords(add.error)}
        </p>
      ) : null}
    </>
  );
}
