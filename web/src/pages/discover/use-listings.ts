import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type FoundListing, soonestFirst } from "../../../../contracts/front-page.ts";
import { type ListingFilter, listingsQuery, onSaleQuery } from "../../api/queries.ts";
import type { Domain } from "../../domains.ts";

export interface Listings {
  found: FoundListing[];
  loading: boolean;
  error: unknown;
  /** Some domains answered and some did not. */
  partial: boolean;
  retry: () => void;
  /** Undefined where everything is here. */
  more: (() => void) | undefined;
  loadingMore: boolean;
}

/** The listings of one domain, or of all of them merged, soonest first. */
export function useListings(only: Domain | undefined, filter: ListingFilter): Listings {
  const onSale = useQuery(onSaleQuery);
  const wanted = (domain: Domain) => (only === undefined || only === domain) && onSale.data?.includes(domain) === true;
  const all = [
    { domain: "EVENT" as const, query: useInfiniteQuery({ ...listingsQuery("EVENT", filter), enabled: wanted("EVENT") }) },
    { domain: "MOVIE" as const, query: useInfiniteQuery({ ...listingsQuery("MOVIE", filter), enabled: wanted("MOVIE") }) },
    { domain: "BUS" as const, query: useInfiniteQuery({ ...listingsQuery("BUS", filter), enabled: wanted("BUS") }) },
  ].filter(({ domain }) => wanted(domain));

  const loading = onSale.isPending || all.some(({ query }) => query.isPending);
  // All at once: domains that drop in one after the other would push each other around.
  const found = (loading ? [] : all).flatMap(({ domain, query }) =>
    (query.data?.pages ?? []).flatMap((page) => page.items.map((listing) => ({ domain, listing }))),
  );
  const unfinished = all.filter(({ query }) => query.hasNextPage);
  // One domain that does not answer must not hide the others.
  const error = onSale.error ?? (all.length > 0 && all.every(({ query }) => query.isError) ? all[0]?.query.error : null);
  return {
    found: soonestFirst(found),
    loading,
    error,
    partial: error === null && all.some(({ query }) => query.isError),
    retry: () => {
      if (onSale.isError) void onSale.refetch();
      for (const { query } of all) if (query.isError) void query.refetch();
    },
    more: unfinished.length === 0 ? undefined : () => unfinished.forEach(({ query }) => void query.fetchNextPage()),
    loadingMore: all.some(({ query }) => query.isFetchingNextPage),
  };
}
