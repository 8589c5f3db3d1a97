import { ProductCard } from "../products/product-card.tsx";
import { gridStyle } from "../products/shop-skeleton.tsx";
import type { Shop } from "../products/use-shops.ts";
import { useFound } from "./use-found.ts";

const shownMax = 8;

/** What the other shops have for these words. Nothing where they have nothing, or only what is further off than here. */
export function Elsewhere({ q, shop, shops }: { q: string; shop: Shop; shops: Shop[] }) {
  const { found } = useFound(q, shownMax, { kind: "PRODUCT" });
  const others = found.filter(({ domain, product }) => domain !== shop.domain && product !== null);
  const names = shops.filter(({ domain }) => others.some((each) => each.domain === domain)).map(({ name }) => name);
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="elsewhere" className="my-8 first:mt-0">
      <h2 id="elsewhere" className="mb-4 text-base font-semibold">
        At {names.join(" and ")}
      </h2>
      <ul className={gridStyle}>
        {others.slice(0, shownMax).map(({ id, domain, product, title }) =>
          product === null ? null : (
            <li key={id} className="min-w-0">
              <ProductCard domain={domain} shown={{ product, title }} />
            </li>
          ),
        )}
      </ul>
    </section>
  );
}
