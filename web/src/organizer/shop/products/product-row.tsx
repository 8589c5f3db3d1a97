import { Link } from "@tanstack/react-router";
import { Boxes } from "lucide-react";
import type { Product, ProductStatus } from "../../../../../contracts/products.ts";
import { Badge, type Tone } from "../../../admin/parts/badge.tsx";
import { countWords } from "../../../admin/parts/chart-words.ts";
import { type Domain, domainWords } from "../../../domains.ts";
import { money, priceRange } from "../../../money.ts";
import { Button } from "../../../parts/button.tsx";
import { ThingImage } from "../parts/thing-image.tsx";
import { type StockState, stockState } from "./stock-words.ts";

export const statusWords: Record<ProductStatus, { words: string; tone: Tone }> = {
  ACTIVE: { words: "On sale", tone: "good" },
  DRAFT: { words: "Draft", tone: "warm" },
  ARCHIVED: { words: "Archived", tone: "plain" },
};

interface ProductRowProps {
  product: Product;
  domain: Domain;
  onStock: (product: Product) => void;
}

/** One product of the list: what it is, what it costs, how many are left. */
export function ProductRow({ product, domain, onStock }: ProductRowProps) {
  const { id, name, category, variants, status, sku } = product;
  return (
    <li className="relative grid grid-cols-[3.5rem_minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 px-3 py-3 hover:bg-stage sm:grid-cols-[3.5rem_minmax(0,1fr)_8rem_9rem_6.5rem] sm:gap-x-6 sm:px-4">
      <ThingImage url={product.imageUrl} className="size-14" />
      <div className="grid min-w-0 gap-0.5">
        <Link
          to="/organizer/products/$id"
          params={{ id }}
          search={{ d: domainWords[domain].param }}
          className="min-w-0 truncate font-semibold after:absolute after:inset-0"
        >
          {name}
        </Link>
        <p className="truncate text-sm text-quiet">
          {[category, variants.length === 0 ? sku : variants.length === 1 ? "1 variant" : `${variants.length} variants`]
            .filter((part) => part !== null)
            .join(" · ") || "–"}
        </p>
      </div>
      <p className="tabular text-right text-sm font-medium whitespace-nowrap">{pricesOf(product)}</p>
      <div className="col-start-2 sm:col-start-auto sm:justify-self-end">
        <StockButton product={product} onPress={() => onStock(product)} />
      </div>
      <div className="justify-self-end">
        <Badge tone={statusWords[status].tone}>{statusWords[status].words}</Badge>
      </div>
    </li>
  );
}

function pricesOf({ price, currency, variants }: Product): string {
  if (variants.length === 0) return money(price, currency);
  const prices = variants.map((variant) => variant.price);
  return priceRange(Math.min(...prices), Math.max(...prices), currency);
}

function stockBadge(worst: StockState, available: number, variants: number): string {
  if (available <= 0) return "Sold out";
  if (variants < 2) return "Low";
  return worst === "OUT" ? "One out" : "One low";
}

/** How many are left; pressed, it lets one say how many there are. */
function StockButton({ product: { name, available, stock, variants }, onPress }: { product: Product; onPress: () => void }) {
  const worst = stockState(variants.length === 0 ? available : Math.min(...variants.map((variant) => variant.available)));
  const badge = worst === "FINE" ? null : stockBadge(worst, available, variants.length);
  const shown = `${countWords(available)}${available === stock ? "" : ` of ${countWords(stock)}`} ${badge ?? ""}`.trim();
  return (
    <Button
      variant="ghost"
      size="dense"
      className="relative z-1 -mx-2 px-2"
      aria-label={`${shown}: ${available} of ${name} left, ${stock} in stock. Change the stock`}
      onPress={onPress}
    >
      <Boxes className="size-4 text-quiet" aria-hidden />
      <span className="tabular">
        {countWords(available)}
        {available === stock ? "" : <span className="text-quiet"> of {countWords(stock)}</span>}
      </span>{" "}
      {badge === null ? null : <Badge tone={worst === "OUT" ? "bad" : "warm"}>{badge}</Badge>}
    </Button>
  );
}
