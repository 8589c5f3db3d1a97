import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { SearchX } from "lucide-react";
import { useDeferredValue } from "react";
import { domainWords } from "../../domains.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { Failed } from "../../parts/failed.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { productsQuery } from "../api/product-queries.ts";
import { Elsewhere } from "../search/elsewhere.tsx";
import type { ShopSearch } from "../shop-search.ts";
import { ProductCard } from "./product-card.tsx";
import { ShopFilters } from "./shop-filters.tsx";
import { ShopSearchField } from "./shop-search-field.tsx";
import { gridStyle, ShopSkeleton } from "./shop-skeleton.tsx";
import { SortChoice, sortOf } from "./sort-choice.tsx";
import { type Shop, useShops } from "./use-shops.ts";

const route = getRouteApi("/shop/shop");
const eagerCards = 4;

/** What is sold besides seats. Search, category and order live in the address. */
export function ShopPage() {
  const search = route.useSearch();
  const { shops, shop, error, retry } = useShops(search.d);
  return (
    <div className="page grid gap-6 pt-6 sm:pt-10">
      <PageHead title="Shop" description="Popcorn, posters and more, beside your tickets: one cart, one checkout." />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
        <h1 className="text-xl sm:text-2xl">Shop</h1>
        <ShopSearchField applied={search.q ?? ""} name={shop?.name ?? "Marquee"} />
      </div>
      {shop === undefined ? (
        error === null ? (
          <ShopSkeleton />
        ) : (
          <Failed error={error} retry={retry} title="The shop did not load" />
        )
      ) : (
        <>
          <ShopFilters search={search} shops={shops} shop={shop} />
          <Shelf search={search} shops={shops} shop={shop} />
        </>
      )}
    </div>
  );
}

interface ShelfProps {
  search: ShopSearch;
  shops: Shop[];
  shop: Shop;
}

function Shelf({ search, shops, shop }: ShelfProps) {
  const navigate = useNavigate();
  const q = useDeferredValue(search.q);
  const sort = sortOf(search.sort);
  const found = useInfiniteQuery(productsQuery(shop.domain, { q, category: search.category, sort }));
  const pages = found.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const total = pages[0]?.total ?? null;
  const corrected = pages[0]?.corrected ?? [];
  if (found.isError && items.length === 0)
    return <Failed error={found.error} retry={() => void found.refetch()} title="The shop did not load" />;
  if (found.isPending) return <ShopSkeleton />;
  const elsewhere = q === undefined || search.category !== undefined ? null : <Elsewhere q={q} shop={shop} shops={shops} />;
  const unsure = items.length === 0 || corrected.length > 0;
  return (
    <section aria-labelledby="shelf">
      {unsure ? elsewhere : null}
      <div className="mb-4 flex min-h-9 flex-wrap items-center justify-between gap-3">
        <h2 id="shelf" aria-live="polite" className="text-base font-semibold">
          {headOf(search, items.length, total, found.hasNextPage)}
        </h2>
        {items.length > 1 ? (
          <SortChoice
            value={sort}
            searched={q !== undefined}
            choose={(next) => void navigate({ to: "/shop", search: { ...search, sort: next }, resetScroll: false, replace: true })}
          />
        ) : null}
      </div>
      {corrected.length === 0 ? null : (
        <p role="status" className="-mt-2 mb-4 text-sm text-quiet">
          Nothing is called {corrected.map(({ word }) => `“${word}”`).join(" or ")}. Showing results for{" "}
          <b className="font-semibold text-ink">{corrected.map(({ to }) => to).join(" ")}</b>.
        </p>
      )}
      {items.length === 0 ? (
        <Nothing search={search} shop={shop} />
      ) : (
        <ul className={gridStyle}>
          {items.map((shown, index) => (
            <li key={shown.product.id} className="min-w-0">
              <ProductCard domain={shop.domain} shown={shown} eager={index < eagerCards} />
            </li>
          ))}
        </ul>
      )}
      {unsure ? null : elsewhere}
      {found.hasNextPage ? (
        <div className="mt-10 text-center">
          <button
            type="button"
            disabled={found.isFetchingNextPage}
            className={buttonStyle("plain", "large")}
            onClick={() => void found.fetchNextPage()}
          >
            {found.isFetchingNextPage ? "Loading…" : "Show more"}
          </button>
        </div>
      ) : null}
    </section>
  );
}

function headOf({ q, category }: ShopSearch, shown: number, total: number | null, more: boolean): string {
  const known = total ?? shown;
  if (q === undefined && category === undefined) return "On the shelf";
  const count = more && total === null ? `More than ${shown}` : known === 1 ? "1 thing" : `${known} things`;
  return q === undefined ? count : `${count} for “${q}”`;
}

function Nothing({ search, shop }: { search: ShopSearch; shop: Shop }) {
  const narrowed = search.q !== undefined || search.category !== undefined;
  return (
    <div className="grid justify-items-center gap-3 rounded-card border border-dashed border-line px-4 py-16 text-center">
      <SearchX className="size-8 text-quiet" aria-hidden />
      <h3 className="text-lg">{narrowed ? "Nothing like that on the shelf" : "The shelf is empty"}</h3>
      <p className="max-w-sm text-quiet">
        {narrowed ? "Try another word, or look at everything." : "Nothing is sold here besides seats yet. Come back a little later."}
      </p>
      <Link
        to={narrowed ? "/shop" : "/"}
        search={narrowed ? { d: domainWords[shop.domain].param } : {}}
        className={buttonStyle("plain", "medium", "mt-2")}
      >
        {narrowed ? "Show everything" : "See what’s on"}
      </Link>
    </div>
  );
}
