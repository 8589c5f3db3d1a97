import { listingsQuery, onSaleQuery } from "./api/queries.ts";
import { domainOfParam } from "./domains.ts";
import { filterOf } from "./listing-filter.ts";
import type { DiscoverSearch } from "./page-search.ts";
import { queryClient } from "./query-client.ts";

/** Starts to ask for what the first page will show. Failures are the page's to tell. */
export async function prefetchListings(search: DiscoverSearch): Promise<void> {
  const only = domainOfParam(search.d);
  const onSale = await queryClient.fetchQuery(onSaleQuery).catch(() => []);
  for (const domain of onSale) {
    if (only === undefined || only === domain) void queryClient.prefetchInfiniteQuery(listingsQuery(domain, filterOf(search)));
  }
}
