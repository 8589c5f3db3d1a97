import { useQueries, useQuery } from "@tanstack/react-query";
import type { Found, FoundPage } from "../../../../contracts/catalogue-search.ts";
import { onSaleQuery } from "../../api/queries.ts";
import type { Domain } from "../../domains.ts";
import { firstThose } from "../../first-those.ts";
import { foundQuery } from "../api/product-queries.ts";
import { slip } from "./slip.ts";

export interface FoundAt extends Found {
  domain: Domain;
}
interface Wanted {
  /** At one app alone. */
  only?: Domain | undefined;
  kind?: Found["kind"];
}
interface AllFound {
  found: FoundAt[];
  /** Words that nothing has, and what was searched for instead. */
  corrected: FoundPage["corrected"];
  loading: boolean;
}

/** What every app has for these words. Where some have them as they stand, or nearly, what others have for words further off is left out. */
export function useFound(q: string, limit: number, { only, kind }: Wanted = {}): AllFound {
  const onSale = useQuery(onSaleQuery);
  const domains = (onSale.data ?? []).filter((domain) => only === undefined || only === domain);
  const queries = useQueries({ queries: domains.map((domain) => ({ ...foundQuery(domain, q, limit, kind), enabled: q.length > 1 })) });
  const pages = domains.flatMap((domain, index) => {
    const page = queries[index]?.data;
    return page === undefined || page.items.length === 0 ? [] : [{ domain, page, slips: slipsOf(page) }];
  });
  const least = Math.min(...pages.map(({ slips }) => slips));
  const nearest = pages.filter(({ slips }) => slips === least);
  return {
    // What is called so before what only says so somewhere: that much can be told across apps.
    found: firstThose(inTurn(nearest.map(({ domain, page }) => page.items.map((item) => ({ ...item, domain })))), ({ title }) =>
      title.some(({ hit }) => hit),
    ),
    corrected: nearest[0]?.page.corrected ?? [],
    loading: onSale.isLoading || queries.some(({ isLoading }) => isLoading),
  };
}

const slipsOf = ({ corrected }: FoundPage): number => corrected.reduce((sum, { word, to }) => sum + slip(word, to), 0);

/** The best of each, then the second best of each: nobody can say whose are better. */
function inTurn<Item>(lists: Item[][]): Item[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list.slice(place, place + 1))).flat();
}
