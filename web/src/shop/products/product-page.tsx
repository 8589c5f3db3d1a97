import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { failedWith } from "../../api/failure.ts";
import { domainOfParam, domainWords } from "../../domains.ts";
import { Failed } from "../../parts/failed.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { productQuery } from "../api/product-queries.ts";
import { BuyBox } from "./buy-box.tsx";
import { Gallery } from "./gallery.tsx";
import { Related } from "./related.tsx";

const route = getRouteApi("/shop/shop/$id");
const shownMs = 20_000;

/** One product: what it looks like, its kinds, and how many to take. */
export function ProductPage() {
  const { id } = route.useParams();
  const found = useQuery({ ...productQuery(domainOfParam(route.useSearch().d), id), refetchInterval: shownMs });
  if (failedWith(found.error, "PRODUCT_NOT_FOUND", "ROUTE_NOT_FOUND")) return <NotFound />;
  if (found.data === undefined && found.isError)
    return <Failed whole error={found.error} retry={() => void found.refetch()} title="This product did not load" />;
  if (found.data === undefined) return <ProductSkeleton />;
  const { domain, product } = found.data;
  const d = domainWords[domain].param;
  return (
    <div className="page grid gap-6 pt-5 sm:pt-8">
      <PageHead title={product.name} description={product.description || undefined} />
      <Link
        to="/shop"
        search={{ d, category: product.category ?? undefined }}
        className="-ml-1 flex w-fit items-center gap-1 rounded-control pr-2 text-sm text-quiet hover:text-ink"
      >
        <ChevronLeft className="size-4" aria-hidden />
        <span className="first-letter:uppercase">{product.category ?? "Shop"}</span>
      </Link>
      <div className="grid gap-6 md:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)] md:gap-12">
        <Gallery key={product.id} product={product} />
        <div className="grid content-start gap-5">
          <h1 className="text-xl sm:text-2xl">{product.name}</h1>
          <BuyBox key={product.id} domain={domain} product={product} />
          {product.description === "" ? null : (
            <p className="max-w-prose border-t border-line pt-5 whitespace-pre-line text-quiet">{product.description}</p>
          )}
        </div>
      </div>
      <Related domain={domain} product={product} />
    </div>
  );
}

function ProductSkeleton() {
  return (
    <div aria-busy="true" className="page grid gap-6 pt-5 sm:pt-8">
      <span className="sr-only">Loading</span>
      <div className="skeleton h-5 w-20" />
      <div className="grid gap-6 md:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)] md:gap-12">
        <div className="skeleton aspect-square rounded-card" />
        <div className="grid content-start gap-5">
          <div className="skeleton h-10 w-4/5" />
          <div className="skeleton h-8 w-28" />
          <div className="skeleton h-24 w-full" />
          <div className="skeleton h-12 w-full" />
        </div>
      </div>
    </div>
  );
}
