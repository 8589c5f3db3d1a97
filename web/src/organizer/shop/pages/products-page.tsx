import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { FileUp, Plus } from "lucide-react";
import { useState } from "react";
import type { Product } from "../../../../../contracts/products.ts";
import { ChoiceFilter, Filters, TextFilter } from "../../../admin/parts/filters.tsx";
import { type Domain, domainWords } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { buttonStyle } from "../../../parts/button-style.ts";
import { Failed } from "../../../parts/failed.tsx";
import { ownProductsQuery } from "../api/shop-queries.ts";
import { CsvDownload } from "../parts/csv-download.tsx";
import { Nothing } from "../parts/nothing.tsx";
import { ShopFrame } from "../parts/shop-frame.tsx";
import { ProductRow } from "../products/product-row.tsx";
import { StockDialog } from "../products/stock-dialog.tsx";

const skeletons = ["a", "b", "c", "d", "e"];
const statuses = [
  ["ACTIVE", "On sale"],
  ["DRAFT", "Drafts"],
  ["ARCHIVED", "Archived"],
] as const;
const sorts = [
  ["name", "By name"],
  ["price", "Cheapest first"],
  ["-price", "Dearest first"],
] as const;

/** What one sells beside tickets. */
export function ProductsPage() {
  return (
    <ShopFrame
      title="Products"
      lead="What you sell beside the tickets."
      actions={(domain) => {
        const search = { d: domainWords[domain].param };
        return (
          <>
            <CsvDownload domain={domain} path="/products/export.csv" name="products.csv" />
            <Link to="/organizer/products/import" search={search} className={buttonStyle("plain")}>
              <FileUp className="size-4" aria-hidden />
              Import
            </Link>
            <Link to="/organizer/products/new" search={search} className={buttonStyle("primary")}>
              <Plus className="size-4" aria-hidden />
              New product
            </Link>
          </>
        );
      }}
    >
      {(domain) => <ProductList domain={domain} />}
    </ShopFrame>
  );
}

function ProductList({ domain }: { domain: Domain }) {
  const { q, status, sort } = useSearch({ from: "/organizer/organizer/products" });
  const [shelf, setShelf] = useState<Product | null>(null);
  const found = useInfiniteQuery(ownProductsQuery(domain, { q, status, sort }));
  const products = found.data?.pages.flatMap(({ items }) => items);
  return (
    <div className="grid gap-4">
      <Filters>
        <TextFilter name="q" label="Search" placeholder="Name, category, words" wide />
        <ChoiceFilter name="status" label="Status" all="All" choices={statuses} />
        <ChoiceFilter name="sort" label="Order" all={q === undefined ? "Newest first" : "Best match first"} choices={sorts} />
      </Filters>
      {found.isError ? (
        <Failed error={found.error} retry={() => void found.refetch()} title="Your products did not load" />
      ) : products === undefined ? (
        <ul className="grid gap-px overflow-hidden rounded-card border border-line" aria-busy="true">
          {skeletons.map((each) => (
            <li key={each} className="skeleton h-20 rounded-none" />
          ))}
        </ul>
      ) : products.length > 0 ? (
        <ul
          aria-label="Products"
          className={`divide-y divide-line rounded-card border border-line bg-raised transition-opacity duration-150 ${found.isPlaceholderData ? "opacity-60" : ""}`}
        >
          {products.map((product) => (
            <ProductRow key={product.id} product={product} domain={domain} onStock={setShelf} />
          ))}
        </ul>
      ) : q === undefined && status === undefined ? (
        <Nothing title="Nothing on the shelf" words="Posters, popcorn, programmes: people buy them together with their seats.">
          <Link to="/organizer/products/new" search={{ d: domainWords[domain].param }} className={buttonStyle("primary", "large")}>
            Add your first product
          </Link>
        </Nothing>
      ) : (
        <Nothing title="No product is like this" words="Take a filter away, or search for another word." />
      )}
      {found.hasNextPage ? (
        <Button className="justify-self-center" isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
          {found.isFetchingNextPage ? "Loading…" : "Show more"}
        </Button>
      ) : null}
      <StockDialog domain={domain} product={shelf} onClose={() => setShelf(null)} />
    </div>
  );
}
