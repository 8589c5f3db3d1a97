import type { ListingFilter } from "./api/queries.ts";
import type { DiscoverSearch, When } from "./page-search.ts";

const dayMs = 86_400_000;

/** What the API is asked for a search of the first page. */
export function filterOf({ q, city, when }: DiscoverSearch): ListingFilter {
  return { q, city, ...boundsOf(when) };
}

/** A day wider than the words, because each venue's midnight is its own. */
function boundsOf(when: When | undefined): { from?: string; to?: string } {
  if (when === undefined) return {};
  const midnight = new Date();
  midnight.setUTCHours(0, 0, 0, 0);
  const days = when === "tonight" ? 2 : 8;
  return { from: new Date(midnight.getTime() - dayMs).toISOString(), to: new Date(midnight.getTime() + days * dayMs).toISOString() };
}
