import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { domainWords } from "../../domains.ts";
import type { ShopSearch } from "../shop-search.ts";
import type { Shop } from "./use-shops.ts";

interface ShopFiltersProps {
  search: ShopSearch;
  shops: Shop[];
  shop: Shop;
}

/** Whose shop it is, where there are several, and its categories. Chips are links: back undoes them. */
export function ShopFilters({ search, shops, shop }: ShopFiltersProps) {
  const { q, category, sort } = search;
  const d = domainWords[shop.domain].param;
  return (
    <div className="grid gap-3">
      {shops.length > 1 ? (
        <nav aria-label="Shops" className="hide-scrollbar -mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
          <ul className="flex gap-6 border-b border-line">
            {shops.map(({ domain, name }) => (
              <li key={domain}>
                <Link
                  to="/shop"
                  search={{ d: domainWords[domain].param, q }}
                  resetScroll={false}
                  activeProps={{}}
                  aria-current={domain === shop.domain ? "true" : undefined}
                  className={`-mb-px block border-b-2 py-2.5 text-sm font-medium whitespace-nowrap hover:text-ink ${
                    domain === shop.domain ? "border-accent text-ink" : "border-transparent text-quiet"
                  }`}
                >
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      {shop.categories.length > 0 ? (
        <nav aria-label="Categories" className="hide-scrollbar -mx-4 flex gap-2 overflow-x-auto px-4 py-1 sm:mx-0 sm:flex-wrap sm:px-0">
          <Chip on={category === undefined} to={{ d, q, sort }}>
            Everything
          </Chip>
          {shop.categories.map(({ name, count }) => (
            <Chip key={name} on={category === name} to={{ d, q, sort, category: category === name ? undefined : name }}>
              <span className="first-letter:uppercase">{name}</span>
              <span className="tabular text-xs opacity-70">{count}</span>
            </Chip>
          ))}
        </nav>
      ) : null}
    </div>
  );
}

function Chip({ on, to, children }: { on: boolean; to: ShopSearch; children: ReactNode }) {
  return (
    <Link
      to="/shop"
      search={to}
      resetScroll={false}
      activeProps={{}}
      aria-current={on ? "true" : undefined}
      className={`inline-flex h-9 shrink-0 items-center gap-1.5 rounded-full border px-4 text-sm font-medium transition-colors duration-150 ${
        on ? "border-ink bg-ink text-ground" : "border-line bg-raised text-ink hover:border-edge"
      }`}
    >
      {children}
    </Link>
  );
}
