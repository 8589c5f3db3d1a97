import { useQueries, useQuery } from "@tanstack/react-query";
import type { Found, FoundPage } from "../../../../contracts/catalogue-search.ts";
import { onSaleQuery } from "../../api/queries.ts";
import type { Domain } from "../../domains.ts";
import { foundQuery } from "../api/product-queries.ts";

export interface FoundAt extends Found {
  domain: Domain;
}
interface AllFound {
  found: FoundAt[];
  /** Words that nothing has, and what was searched for instead. */
  corrected: FoundPage["corrected"];
  loading: boolean;
}

/** What every app has for these words: first where they were found as they stand, then where a slip was forgiven. */
export function useFound(q: string, limit: number, only?: Domain): AllFound {
  const onSale = useQuery(onSaleQuery).data ?? [];
  const domains = onSale.filter((domain) => only === undefined || only === domain);
  const queries = useQueries({ queries: domains.map((domain) => ({ ...foundQuery(domain, q, limit), enabled: q.length > 1 })) });
  const pages = domains.flatMap((domain, index) => {
    const page = queries[index]?.data;
    return page === undefined || page.items.length === 0 ? [] : [{ domain, page }];
  });
  const literal = pages.filter(({ page }) => page.corrected.length === 0);
  const shown = literal.length > 0 ? literal : pages;
  return {
    found: inTurn(shown.map(({ domain, page }) => page.items.map((item) => ({ ...item, domain })))),
    corrected: literal.length > 0 ? [] : (pages[0]?.page.corrected ?? []),
    loading: queries.some(({ isLoading }) => isLoading),
  };
}

/** The best of each, then the second best of each: nobody can say whose are better. */
function inTurn<Item>(lists: Item[][]): Item[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list.slice(place, place + 1))).flat();
}
