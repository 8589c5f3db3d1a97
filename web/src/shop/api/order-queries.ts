import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Page } from "../../../../contracts/envelope.ts";
import type { Order } from "../../../../contracts/orders.ts";
import { own } from "../../api/queries.ts";
import { request, requestAnywhere } from "../../api/request.ts";
import { domainsOnSale } from "../../api/web-config.ts";
import type { Domain } from "../../domains.ts";

const pageItems = 20;

export interface OwnOrder {
  domain: Domain;
  order: Order;
}
/** Where the list goes on, by domain; a domain that is missing has come to its end. */
type Cursors = Partial<Record<Domain, string | undefined>>;

/** One's orders at every app, the newest first. */
export const ordersQuery = (status: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [own, "orders", status],
    queryFn: async ({ pageParam, signal }) => {
      const asked = pageParam === undefined ? await domainsOnSale() : (Object.keys(pageParam) as Domain[]);
      const next: Cursors = {};
      const pages = asked.map(async (domain): Promise<OwnOrder[]> => {
        const cursor = pageParam?.[domain];
        const query = new URLSearchParams({ limit: String(pageItems), ...(status && { status }), ...(cursor && { cursor }) });
        const page = await request<Page<Order>>(domain, `/orders?${query}`, { signal });
        if (page.nextCursor !== null) next[domain] = page.nextCursor;
        return page.items.map((order) => ({ domain, order }));
      });
      const items = (await Promise.all(pages)).flat().sort((a, b) => b.order.createdAt.localeCompare(a.order.createdAt));
      return { items, next };
    },
    initialPageParam: undefined as Cursors | undefined,
    getNextPageParam: ({ next }) => (Object.keys(next).length === 0 ? undefined : next),
  });

export const orderQuery = (domain: Domain | undefined, id: string) =>
  queryOptions({
    queryKey: [own, "order", id],
    queryFn: async ({ signal }): Promise<OwnOrder> => {
      const found = await requestAnywhere<{ order: Order }>(domain, `/orders/${id}`, { signal });
      return { domain: found.domain, order: found.data.order };
    },
  });
