import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { limits } from "../../../../contracts/limits.ts";
import type { Product, Variant } from "../../../../contracts/products.ts";
import { failedWith } from "../../api/failure.ts";
import type { Domain } from "../../domains.ts";
import { money } from "../../money.ts";
import { Button } from "../../parts/button.tsx";
import { addToCart } from "../cart/cart-calls.ts";
import { openCart } from "../cart/cart-open.ts";
import { refusalWords } from "../cart/problem-words.ts";
import { Quantity } from "../parts/quantity.tsx";
import { priceWords, stockWords } from "./stock-words.ts";
import { VariantChoice } from "./variant-choice.tsx";

/** Which kind, how many, into the cart. */
export function BuyBox({ domain, product }: { domain: Domain; product: Product }) {
  const { variants, currency } = product;
  const [variantId, setVariantId] = useState(() => variants.find(({ available }) => available > 0)?.id ?? variants[0]?.id);
  const [wanted, setWanted] = useState(1);
  const queryClient = useQueryClient();
  const variant: Variant | undefined = variants.find(({ id }) => id === variantId) ?? variants[0];
  const available = variant?.available ?? product.available;
  const most = Math.min(available, limits.cartQuantityMax);
  const quantity = Math.max(1, Math.min(wanted, most));
  const price = variant?.price ?? product.price;
  const stock = stockWords(available);
  const add = useMutation({
    mutationFn: () => addToCart(domain, { productId: product.id, quantity, ...(variant && { variantId: variant.id }) }),
    onSuccess: () => {
      setWanted(1);
      openCart();
    },
    onError: (error) => {
      if (failedWith(error, "OUT_OF_STOCK", "VARIANT_NOT_FOUND", "PRODUCT_NOT_FOUND"))
        void queryClient.invalidateQueries({ queryKey: ["product", product.id] });
    },
  });
  const gone = available === 0 || product.status !== "ACTIVE";
  return (
    <div className="grid gap-5">
      <p className="tabular flex flex-wrap items-baseline gap-x-4">
        <span className="font-display text-xl font-bold">{variant === undefined ? priceWords(product) : money(price, currency)}</span>
        {stock === "" ? null : <span className={available === 0 ? "font-medium text-loss" : "text-quiet"}>{stock}</span>}
      </p>
      {variants.length > 1 ? (
        <VariantChoice
          variants={variants}
          currency={currency}
          value={variant?.id ?? ""}
          choose={(id) => {
            setVariantId(id);
            add.reset();
          }}
        />
      ) : null}
      <div className="grid gap-3">
        <div className="flex flex-wrap items-center gap-3">
          {gone ? null : <Quantity of={product.name} value={quantity} most={most} change={setWanted} />}
          <Button
            variant="primary"
            size="large"
            className="tabular min-w-44 flex-1"
            isDisabled={gone}
            isPending={add.isPending}
            onPress={() => add.mutate()}
          >
            {gone ? "Sold out" : add.isPending ? "Adding…" : `Add to cart · ${money(price * quantity, currency)}`}
          </Button>
        </div>
        {add.isError ? (
          <p role="alert" className="rise text-sm text-loss">
            {refusalWords(add.error)}
          </p>
        ) : gone ? (
          <p className="text-sm text-quiet">
            {variants.some((each) => each.available > 0) ? "Other kinds are still there." : "It may come back. Look in again soon."}
          </p>
        ) : null}
      </div>
    </div>
  );
}
