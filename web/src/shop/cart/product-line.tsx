import { Link } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import type { CartItem } from "../../../../contracts/cart.ts";
import { limits } from "../../../../contracts/limits.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { money } from "../../money.ts";
import { Button, IconButton } from "../../parts/button.tsx";
import { Picture } from "../parts/picture.tsx";
import { Quantity } from "../parts/quantity.tsx";
import { problemWords, refusalWords } from "./problem-words.ts";
import { takeOut } from "./removed.tsx";
import { useWishFailure, wishQuantity } from "./wishes.ts";

interface ProductLineProps {
  domain: Domain;
  item: Extract<CartItem, { kind: "PRODUCT" }>;
  currency: string;
  leave: () => void;
}

/** So many pieces of a product. A change shows at once and is taken back if the server refuses it. */
export function ProductLine({ domain, item, currency, leave }: ProductLineProps) {
  // Of a product that was deleted nobody knows the name any more.
  const name = item.name || "No longer in the shop";
  const failure = useWishFailure(item.id);
  const said = problemWords(item, currency) || refusalWords(failure);
  const tooMany = item.problem === "OUT_OF_STOCK" && item.available > 0;
  const gone = item.problem === "UNAVAILABLE" || (item.problem === "OUT_OF_STOCK" && item.available === 0);
  return (
    <div className="flex gap-4 py-4">
      <Picture url={item.imageUrl} className={`size-18 shrink-0 rounded-control ring-1 ring-line ${gone ? "opacity-60 grayscale" : ""}`} />
      <div className="grid min-w-0 flex-1 content-start gap-2">
        <div className="flex justify-between gap-3">
          <div className="min-w-0">
            <Link
              to="/shop/$id"
              params={{ id: item.productId }}
              search={{ d: domainWords[domain].param }}
              onClick={leave}
              className="line-clamp-2 font-medium hover:underline"
            >
              {name}
            </Link>
            {item.variantName === "" ? null : <p className="truncate text-sm text-quiet">{item.variantName}</p>}
          </div>
          <p className="tabular shrink-0 text-right font-medium">
            <span className={gone ? "text-quiet line-through" : ""}>{money(item.price, currency)}</span>
            {item.quantity > 1 ? (
              <span className="block text-xs font-normal text-quiet">{money(item.unitPrice, currency)} each</span>
            ) : null}
          </p>
        </div>
        {said === "" ? null : (
          <p role="alert" className={`rise text-sm ${item.problem === "PRICE_CHANGED" ? "text-quiet" : "text-loss"}`}>
            {said}
          </p>
        )}
        <div className="flex items-center gap-2">
          {gone ? null : (
            <Quantity
              of={name}
              value={item.quantity}
              most={Math.min(limits.cartQuantityMax, item.available)}
              change={(quantity) => wishQuantity(domain, item.id, quantity)}
            />
          )}
          {tooMany ? (
            <Button size="dense" onPress={() => wishQuantity(domain, item.id, item.available)}>
              Take {item.available}
            </Button>
          ) : null}
          <IconButton
            aria-label={`Take out ${name}`}
            className="ml-auto text-quiet hover:text-ink max-sm:size-11"
            onPress={() => void takeOut(domain, item)}
          >
            <Trash2 className="size-4" aria-hidden />
          </IconButton>
        </div>
      </div>
    </div>
  );
}
