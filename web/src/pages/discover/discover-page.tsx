import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { type FoundListing, featuredOf } from "../../../../contracts/front-page.ts";
import { domainOfParam } from "../../domains.ts";
import { firstThose } from "../../first-those.ts";
import { filterOf } from "../../listing-filter.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { DiscoverSkeleton } from "./discover-skeleton.tsx";
import { Filters } from "./filters.tsx";
import { Hero } from "./hero.tsx";
import { ListingGrid } from "./listing-grid.tsx";
import { isSellingFast, isThisWeekend, isToday, whoseNext } from "./moments.ts";
import { Rail } from "./rail.tsx";
import { useListings } from "./use-listings.ts";

const Failed = lazy(() => import("../../parts/failed.tsx").then((module) => ({ default: module.Failed })));
const AlsoFound = lazy(() => import("../../shop/search/also-found.tsx").then((module) => ({ default: module.AlsoFound })));
const NothingFound = lazy(() => import("./nothing-found.tsx").then((module) => ({ default: module.NothingFound })));
const route = getRouteApi("/");

/** What's on: one hero, rails by moment, everything in a grid. Filters and search live in the address. */
export function DiscoverPage() {
  const search = route.useSearch();
  const filtered = search.q !== undefined || search.city !== undefined || search.when !== undefined || search.d !== undefined;
  const narrowed = search.q !== undefined || search.city !== undefined || search.when !== undefined;
  const listings = useListings(domainOfParam(search.d), filterOf(search));
  const passes = search.when === "tonight" ? isToday : search.when === "weekend" ? isThisWeekend : undefined;
  const moment = passes === undefined ? listings.found : whoseNext(listings.found, passes);
  const found = search.q === undefined ? moment : firstThose(moment, isCalled(search.q));
  const featured = filtered ? undefined : featuredOf(found);
  const others = found.filter((each) => each !== featured);

  return (
    <>
      <PageHead title="Marquee" description="Plays, films, concerts and night buses: pick your exact seat, see it held, pay in a minute." />
      {filtered ? <h1 className="sr-only">What’s on</h1> : featured === undefined ? null : <Hero {...featured} />}
      {!filtered && listings.loading && featured === undefined ? <DiscoverSkeleton.Hero /> : null}
      <div className="page">
        <Filters search={search} cities={citiesOf(listings.found)} />
        {listings.partial ? <Partial retry={listings.retry} /> : null}
        {found.length > 0 ? (
          <>
            {narrowed ? null : (
              <>
                <Rail title="Tonight" found={whoseNext(others, isToday)} />
                <Rail title="This weekend" found={whoseNext(others, (next) => isThisWeekend(next) && !isToday(next))} />
                <Rail title="Selling fast" found={whoseNext(others, isSellingFast)} />
              </>
            )}
            <ListingGrid
              found={narrowed ? found : others}
              title={narrowed ? countOf(found.length, listings.more !== undefined) : "Everything on sale"}
            />
            {listings.more === undefined ? null : <ListingGrid.More load={listings.more} loading={listings.loadingMore} />}
            {search.q === undefined ? null : (
              <Suspense>
                <AlsoFound q={search.q} only={domainOfParam(search.d)} />
              </Suspense>
            )}
          </>
        ) : listings.error !== null ? (
          <Suspense>
            <Failed error={listings.error} retry={listings.retry} title="What’s on did not load" />
          </Suspense>
        ) : listings.loading ? (
          <DiscoverSkeleton.Grid />
        ) : (
          <Suspense>
            {search.q === undefined || search.city !== undefined || search.when !== undefined ? (
              <NothingFound search={search} />
            ) : (
              <AlsoFound q={search.q} only={domainOfParam(search.d)} instead={<NothingFound search={search} />} />
            )}
          </Suspense>
        )}
      </div>
    </>
  );
}

/** Whether what was searched for is in the title: those come before what only says so somewhere. */
function isCalled(q: string): (found: FoundListing) => boolean {
  const words = q.trim().toLowerCase();
  return ({ listing }) => listing.title.toLowerCase().includes(words);
}

function Partial({ retry }: { retry: () => void }) {
  return (
    <p role="alert" className="flex items-center justify-between gap-4 rounded-card border border-line bg-stage px-4 py-2 text-sm">
      Not everything could be loaded.
      <button type="button" onClick={retry} className="rounded-control px-2 py-1 font-medium underline underline-offset-4">
        Try again
      </button>
    </p>
  );
}

function countOf(count: number, more: boolean): string {
  return `${count}${more ? "+" : ""} ${count === 1 ? "result" : "results"}`;
}

function citiesOf(found: FoundListing[]): string[] {
  const counts = new Map<string, number>();
  for (const { listing } of found) if (listing.next !== null) counts.set(listing.next.city, (counts.get(listing.next.city) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([city]) => city);
}
