import { Link } from "@tanstack/react-router";
import { Hourglass } from "lucide-react";
import type { Cart } from "../../../../contracts/cart.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { CartSums } from "./cart-sums.tsx";
import { blocks } from "./problem-words.ts";
import { ProductLine } from "./product-line.tsx";
import { PromotionEntry } from "./promotion-entry.tsx";
import { TicketsLine } from "./tickets-line.tsx";
import { Unbuyable } from "./unbuyable.tsx";

interface CartOfShopProps {
  domain: Domain;
  cart: Cart;
  /** Whose cart it is, where there are several. */
  name: string | undefined;
  leave: () => void;
}

/** The cart at one app: each is ordered and paid on its own. */
export function CartOfShop({ domain, cart, name, leave }: CartOfShopProps) {
  const d = domainWords[domain].param;
  const alone = name === undefined;
  return (
    <section aria-label={name ?? "What is in it"} className={alone ? "flex min-h-0 flex-1 flex-col" : "border-b-8 border-stage"}>
      {name === undefined ? null : <h3 className="px-5 pt-5 text-base">{name}</h3>}
      <ul className={`divide-y divide-line px-5 ${alone ? "min-h-0 flex-1 overflow-y-auto" : ""}`}>
        {cart.items.map((item) => (
          <li key={item.id}>
            {item.kind === "PRODUCT" ? (
              <ProductLine domain={domain} item={item} currency={cart.currency ?? "EUR"} leave={leave} />
            ) : (
              <TicketsLine domain={domain} item={item} currency={cart.currency ?? "EUR"} leave={leave} />
            )}
          </li>
        ))}
      </ul>
      <footer
        className={`grid shrink-0 gap-3 px-5 pt-4 pb-[calc(1.25rem+env(safe-area-inset-bottom))] ${alone ? "border-t border-line" : ""}`}
      >
        <PromotionEntry domain={domain} promotion={cart.promotion} />
        <CartSums cart={cart} />
        {cart.items.some(blocks) ? (
          <Unbuyable domain={domain} cart={cart} />
        ) : cart.checkout === null ? (
          <Link to="/checkout" search={{ d }} onClick={leave} className={buttonStyle("primary", "large", "w-full")}>
            Check out
            {name === undefined ? null : <span className="sr-only">at {name}</span>}
          </Link>
        ) : (
          <Link
            to="/orders/$id"
            params={{ id: cart.checkout.orderId }}
            search={{ d }}
            onClick={leave}
            className={buttonStyle("plain", "large", "w-full")}
          >
            <Hourglass className="size-4" aria-hidden />
            Being paid. See how it goes
          </Link>
        )}
      </footer>
    </section>
  );
}
