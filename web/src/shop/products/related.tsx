import { useInfiniteQuery } from "@tanstack/react-query";
import type { Product } from "../../../../contracts/products.ts";
import type { Domain } from "../../domains.ts";
import { productsQuery } from "../api/product-queries.ts";
import { ProductCard } from "./product-card.tsx";
import { gridStyle } from "./shop-skeleton.tsx";

const shownMax = 4;

/** Others of the same category. Nothing where there are none. */
export function Related({ domain, product }: { domain: Domain; product: Product }) {
  const { category } = product;
  const found = useInfiniteQuery({ ...productsQuery(domain, { category: category ?? undefined }), enabled: category !== null });
  const others = (found.data?.pages[0]?.items ?? []).filter((shown) => shown.product.id !== product.id).slice(0, shownMax);
  if (category === null || others.length === 0) return null;
  return (
    <section aria-labelledby="related" className="mt-8 border-t border-line pt-8">
      <h2 id="related" className="mb-4 text-lg">
        More <span className="lowercase">{category}</span>
      </h2>
      <ul className={gridStyle}>
        {others.map((shown) => (
          <li key={shown.product.id} className="min-w-0">
            <ProductCard domain={domain} shown={shown} />
          </li>
        ))}
      </ul>
    </section>
  );
}
