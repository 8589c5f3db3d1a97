import { Link } from "@tanstack/react-router";
import { type Domain, domainWords } from "../../domains.ts";
import type { ShownProduct } from "../api/product-queries.ts";
import { Highlighted } from "../parts/highlighted.tsx";
import { Picture } from "../parts/picture.tsx";
import { priceWords, stockWords } from "./stock-words.ts";

/** A product in a grid. `eager`: among the first that people see. */
export function ProductCard({ domain, shown, eager = false }: { domain: Domain; shown: ShownProduct; eager?: boolean }) {
  const { product, title } = shown;
  const gone = product.available === 0;
  const stock = stockWords(product.available);
  return (
    <Link
      to="/shop/$id"
      params={{ id: product.id }}
      search={{ d: domainWords[domain].param }}
      className="group block rounded-card outline-offset-4"
    >
      <span className="block overflow-hidden rounded-card ring-1 ring-line">
        <Picture
          url={product.imageUrl}
          eager={eager}
          className={`transition-transform duration-200 ease-out group-hover:scale-[1.03] motion-reduce:transform-none ${gone ? "opacity-60 grayscale" : ""}`}
        />
      </span>
      <span className="mt-3 line-clamp-2 block font-display leading-tight font-bold tracking-tight">
        <Highlighted parts={title} />
      </span>
      {product.variants.length > 1 ? <span className="mt-0.5 block text-sm text-quiet">{product.variants.length} kinds</span> : null}
      <span className="tabular mt-1 flex flex-wrap items-baseline justify-between gap-x-2 text-sm">
        <span className="font-semibold">{priceWords(product)}</span>
        {stock === "" ? null : <span className={gone ? "font-medium text-loss" : "text-quiet"}>{stock}</span>}
      </span>
    </Link>
  );
}
