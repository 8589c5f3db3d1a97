import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Page } from "../../../../../contracts/envelope.ts";
import type { DeskOrder, DeskSummary } from "../../../../../contracts/order-desk.ts";
import type { Product } from "../../../../../contracts/products.ts";
import { queryOf } from "../../../admin/api/admin-request.ts";
import { failedWith } from "../../../api/failure.ts";
import { own } from "../../../api/queries.ts";
import { request, requestAnywhere } from "../../../api/request.ts";
import { domainsOnSale } from "../../../api/web-config.ts";
import { type Domain, domainWords } from "../../../domains.ts";
import { organizing } from "../../api/organizer-queries.ts";

const key = (...parts: readonly unknown[]) => [own, organizing, "shop", ...parts];

/** The domains in which one may sell. */
export const ownShopsQuery = queryOptions({
  queryKey: key("domains"),
  queryFn: async ({ signal }): Promise<Domain[]> => {
    const found = await Promise.all(
      (await domainsOnSale()).map(async (domain) => {
        const { kind } = domainWords[domain];
        try {
          await request(domain, `/${kind}/my/${kind}?limit=1`, { signal });
          return domain;
        } catch (error) {
          if (failedWith(error, "FORBIDDEN")) return null;
          throw error;
        }
      }),
    );
    return found.filter((domain) => domain !== null);
  },
  staleTime: 60_000,
});

export interface ProductFilter {
  q: string | undefined;
  status: string | undefined;
  sort: string | undefined;
}

/** With this begin the keys of all lists of one's products. */
export const ownProducts = key("products");

export const ownProductsQuery = (domain: Domain, filter: ProductFilter) =>
  infiniteQueryOptions({
    queryKey: [...ownProducts, domain, filter],
    queryFn: ({ pageParam, signal }) =>
      request<Page<Product>>(domain, `/products?${queryOf({ ...filter, mine: "true", limit: 50, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
  });

export const ownProductQuery = (domain: Domain | undefined, id: string) =>
  queryOptions({
    queryKey: key("product", id),
    queryFn: async ({ signal }) => {
      const found = await requestAnywhere<{ product: Product }>(domain, `/products/${id}`, { signal });
      return { domain: found.domain, product: found.data.product };
    },
    // A form begins with what is so now: stock is sold while nobody looks.
    gcTime: 0,
  });

export const categoriesQuery = (domain: Domain) =>
  queryOptions({
    queryKey: key("categories", domain),
    queryFn: async ({ signal }) => (await request<{ items: { name: string }[] }>(domain, "/products/categories", { signal })).items,
    staleTime: 60_000,
  });

/** With this begin the keys of everything at the order desk. */
export const ownOrders = key("orders");
/** Orders come in while somebody looks. */
const deskEveryMs = 15_000;

export interface DeskFilter {
  q?: string | undefined;
  status?: string | undefined;
  /** Moments, as the API takes them. */
  from?: string | undefined;
  to?: string | undefined;
}

export const deskQuery = (domain: Domain, filter: DeskFilter) =>
  infiniteQueryOptions({
    queryKey: [...ownOrders, domain, "desk", filter],
    queryFn: ({ pageParam, signal }) =>
      request<Page<DeskOrder>>(domain, `/orders/desk?${queryOf({ ...filter, limit: 50, cursor: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: deskEveryMs,
  });

export const deskSummaryQuery = (domain: Domain) =>
  queryOptions({
    queryKey: [...ownOrders, domain, "summary"],
    queryFn: ({ signal }) => request<DeskSummary>(domain, "/orders/desk/summary", { signal }),
    refetchInterval: deskEveryMs,
  });

/** One order as its seller sees it; null where the desk has none of this id. */
export const deskOrderQuery = (domain: Domain, id: string) =>
  queryOptions({
    queryKey: [...ownOrders, domain, "order", id],
    queryFn: async ({ signal }) =>
      (await request<Page<DeskOrder>>(domain, `/orders/desk?${queryOf({ q: id, limit: 1 })}`, { signal })).items.find(
        (order) => order.id === id,
      ) ?? null,
    refetchInterval: deskEveryMs,
  });

/** What waits to be sent, the oldest first, as far as a stack of paper goes; of one order alone if `id` names it. */
export const packingQuery = (domain: Domain, id: string | undefined) =>
  queryOptions({
    queryKey: [...ownOrders, domain, "packing", id],
    queryFn: async ({ signal }) => {
      const listOf = async (filter: DeskFilter) =>
        (await request<Page<DeskOrder>>(domain, `/orders/desk?${queryOf({ ...filter, limit: 100 })}`, { signal })).items;
      const found =
        id === undefined ? await Promise.all([listOf({ status: "PAID" }), listOf({ status: "FULFILLING" })]) : [await listOf({ q: id })];
      return found
        .flat()
        .filter(({ fulfilment, lines }) => fulfilment !== "NONE" && lines.some(({ kind }) => kind === "PRODUCT"))
        .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
    },
  });
