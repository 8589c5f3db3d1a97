import { useQueries, useQuery } from "@tanstack/react-query";
import { type Domain, domainOfParam } from "../../domains.ts";
import { categoriesQuery, shopsQuery } from "../api/product-queries.ts";

export interface Shop {
  domain: Domain;
  name: string;
  categories: { name: string; count: number }[];
}
interface Shops {
  /** Those that have something on the shelf, and the one that is looked at. */
  shops: Shop[];
  shop: Shop | undefined;
  error: unknown;
  retry: () => void;
}

/** The shops of the apps on sale. Without `d` the first that has anything. */
export function useShops(d: string | undefined): Shops {
  const apps = useQuery(shopsQuery);
  const known = apps.data ?? [];
  const categories = useQueries({ queries: known.map(({ domain }) => categoriesQuery(domain)) });
  const asked = domainOfParam(d);
  const all = known.map(({ domain, name }, index) => ({ domain, name, categories: categories[index]?.data ?? [] }));
  const filled = all.filter((shop) => shop.categories.length > 0);
  // All shops at once, unless one of them does not answer: one that drops in later would push the shelf down.
  const settled = categories.every((query) => !query.isPending || query.failureCount > 0);
  const shop = !settled ? undefined : asked === undefined ? (filled[0] ?? all[0]) : all.find(({ domain }) => domain === asked);
  return {
    shops: all.filter((each) => each === shop || each.categories.length > 0),
    shop,
    error: apps.error,
    retry: () => void apps.refetch(),
  };
}
