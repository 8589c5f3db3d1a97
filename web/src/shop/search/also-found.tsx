import type { ReactNode } from "react";
import type { Domain } from "../../domains.ts";
import { Card } from "../../pages/discover/card.tsx";
import { ProductCard } from "../products/product-card.tsx";
import { useFound } from "./use-found.ts";

interface AlsoFoundProps {
  q: string;
  only: Domain | undefined;
  /** Nothing has these very words: what is meant by them is shown too, and if there is no such thing either, this. */
  instead?: ReactNode;
}
const shownMax = 12;
const gridStyle = "grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 sm:gap-x-5 md:grid-cols-4 lg:grid-cols-5";

/** What the first page's search has besides the listings that are called so: things in the shop, and listings for words with a slip in them. */
export function AlsoFound({ q, only, instead }: AlsoFoundProps) {
  const { found, corrected, loading } = useFound(q, shownMax, { only });
  const listings = instead === undefined ? [] : found.filter(({ listing }) => listing !== null);
  const products = found.filter(({ product }) => product !== null);
  if (listings.length === 0 && products.length === 0) return loading ? null : instead;
  return (
    <>
      {corrected.length === 0 || instead === undefined ? null : (
        <p role="status" className="mt-4 text-sm text-quiet">
          Nothing is called {corrected.map(({ word }) => `“${word}”`).join(" or ")}. Showing results for{" "}
          <b className="font-semibold text-ink">{corrected.map(({ to }) => to).join(" ")}</b>.
        </p>
      )}
      {listings.length === 0 ? null : (
        <section aria-label="What’s on" className="mt-6">
          <ul className={gridStyle}>
            {listings.map(({ id, domain, listing }) =>
              listing === null ? null : (
                <li key={id} className="min-w-0">
                  <Card domain={domain} listing={listing} />
                </li>
              ),
            )}
          </ul>
        </section>
      )}
      {products.length === 0 ? null : (
        <section aria-labelledby="in-the-shop" className="mt-12">
          <h2 id="in-the-shop" className="mb-4 text-lg sm:text-xl">
            In the shop
          </h2>
          <ul className={gridStyle}>
            {products.map(({ id, domain, product, title }) =>
              product === null ? null : (
                <li key={id} className="min-w-0">
                  <ProductCard domain={domain} shown={{ product, title }} />
                </li>
              ),
            )}
          </ul>
        </section>
      )}
    </>
  );
}
