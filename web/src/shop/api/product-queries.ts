import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Found, FoundPage } from "../../../../contracts/catalogue-search.ts";
import type { Page } from "../../../../contracts/envelope.ts";
import type { Product } from "../../../../contracts/products.ts";
import { requestAnywhere } from "../../api/request.ts";
import { send } from "../../api/send.ts";
import { apps } from "../../api/web-config.ts";
import type { Domain } from "../../domains.ts";

const pageItems = 24;

export interface ProductFilter {
  q?: string | undefined;
  category?: string | undefined;
  sort?: string | undefined;
}

/** A product as a grid shows it. `title`: its name, what was found in it marked. */
export interface ShownProduct {
  product: Product;
  title: Found["title"];
}
export interface ProductPageOfGrid {
  items: ShownProduct[];
  nextCursor: string | null;
  /** How many there are in all, where it is known. */
  total: number | null;
  corrected: FoundPage["corrected"];
}

function queryOf(parts: Record<string, string | undefined>): string {
  return new URLSearchParams(Object.entries(parts).filter((part): part is [string, string] => part[1] !== undefined)).toString();
}

/** The name and the domain of each app that sells here: every one has a shop, a cart and orders of its own. */
export const shopsQuery = queryOptions({
  queryKey: ["shops"],
  queryFn: async () => (await apps()).map(({ domain, name }) => ({ domain, name })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const categoriesQuery = (domain: Domain) =>
  queryOptions({
    queryKey: ["product-categories", domain],
    queryFn: async ({ signal }) =>
      (await send<{ items: { name: string; count: number }[] }>(domain, "/products/categories", { signal })).items,
    staleTime: 60_000,
  });

/** What is on the shelf. Words are searched for with a tolerance for slips; another order than the best match is the list's. */
export const productsQuery = (domain: Domain, filter: ProductFilter) =>
  infiniteQueryOptions({
    queryKey: ["products", domain, filter],
    queryFn: ({ pageParam, signal }) => productPage(domain, filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    staleTime: 15_000,
  });

async function productPage(
  domain: Domain,
  { q, category, sort }: ProductFilter,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ProductPageOfGrid> {
  const limit = String(pageItems);
  if (q !== undefined && sort === undefined) {
    const found = await send<FoundPage>(domain, `/search?${queryOf({ q, kind: "PRODUCT", category, limit, cursor })}`, { signal });
    const items = found.items.flatMap(({ product, title }) => (product === null ? [] : [{ product, title }]));
    return { items, nextCursor: found.nextCursor, total: found.total, corrected: found.corrected };
  }
  const page = await send<Page<Product>>(domain, `/products?${queryOf({ q, category, sort, limit, cursor })}`, { signal });
  return {
    items: page.items.map((product) => ({ product, title: [{ text: product.name, hit: false }] })),
    nextCursor: page.nextCursor,
    total: null,
    corrected: [],
  };
}

export const productQuery = (domain: Domain | undefined, id: string) =>
  queryOptions({
    queryKey: ["product", id],
    queryFn: async ({ signal }) => {
      const found = await requestAnywhere<{ product: Product }>(domain, `/products/${id}`, { signal });
      return { domain: found.domain, product: found.data.product };
    },
    staleTime: 10_000,
  });

/** Listings and products together, the nearest first. */
export const foundQuery = (domain: Domain, q: string, limit: number, kind?: Found["kind"]) =>
  queryOptions({
    queryKey: ["found", domain, q, limit, kind],
    queryFn: ({ signal }) => send<FoundPage>(domain, `/search?${queryOf({ q, limit: String(limit), kind })}`, { signal }),
    staleTime: 15_000,
  });
