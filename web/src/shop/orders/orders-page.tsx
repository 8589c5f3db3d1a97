import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Package } from "lucide-react";
import type { Order } from "../../../../contracts/orders.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { Failed } from "../../parts/failed.tsx";
import { filterChip } from "../../parts/filter-chip.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { ordersQuery } from "../api/order-queries.ts";
import { OrderRow } from "./order-row.tsx";

const route = getRouteApi("/shop/orders");
const skeletons = ["a", "b", "c", "d"];
const filters: { status: Order["status"] | undefined; label: string }[] = [
  { status: undefined, label: "All" },
  { status: "PENDING", label: "Waiting" },
  { status: "PAID", label: "Paid" },
  { status: "FULFILLING", label: "Being packed" },
  { status: "SHIPPED", label: "On its way" },
  { status: "DELIVERED", label: "Delivered" },
  { status: "CANCELLED", label: "Cancelled" },
  { status: "REFUNDED", label: "Refunded" },
];
/** Something may happen to one of them while one looks. */
const lookMs = 15_000;

/** One's orders, the newest first. */
export function OrdersPage() {
  const asked = route.useSearch().status;
  const status = filters.find((filter) => filter.status === asked)?.status;
  const orders = useInfiniteQuery({ ...ordersQuery(status), refetchInterval: lookMs });
  const items = orders.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="mx-auto max-w-3xl px-4 py-8 sm:px-6 sm:py-12">
      <PageHead title="Your orders" />
      <div className="flex flex-wrap items-baseline justify-between gap-3">
        <h1 className="text-xl sm:text-2xl">Your orders</h1>
        <Link to="/bookings" className="text-sm font-medium text-quiet hover:text-ink">
          My tickets
        </Link>
      </div>
      <nav aria-label="Filters" className="hide-scrollbar -mx-4 flex gap-2 overflow-x-auto px-4 py-5 sm:mx-0 sm:flex-wrap sm:px-0">
        {filters.map((filter) => (
          <Link
            key={filter.label}
            to="/orders"
            search={{ status: filter.status }}
            resetScroll={false}
            activeProps={{}}
            aria-current={filter.status === status ? "true" : undefined}
            className={filterChip(filter.status === status)}
          >
            {filter.label}
          </Link>
        ))}
      </nav>
      {items.length === 0 && orders.isError ? (
        <Failed error={orders.error} retry={() => void orders.refetch()} title="Your orders did not load" />
      ) : orders.isPending ? (
        <div aria-busy="true" className="grid gap-3">
          <span className="sr-only">Loading your orders</span>
          {skeletons.map((each) => (
            <div key={each} className="skeleton h-22 rounded-card" />
          ))}
        </div>
      ) : items.length === 0 ? (
        <Nothing narrowed={status !== undefined} />
      ) : (
        <ul className="grid gap-3">
          {items.map((each) => (
            <li key={each.order.id} className="min-w-0">
              <OrderRow {...each} />
            </li>
          ))}
        </ul>
      )}
      {orders.hasNextPage ? (
        <div className="mt-8 text-center">
          <button
            type="button"
            disabled={orders.isFetchingNextPage}
            className={buttonStyle("plain", "large")}
            onClick={() => void orders.fetchNextPage()}
          >
            {orders.isFetchingNextPage ? "Loading…" : "Show more"}
          </button>
        </div>
      ) : null}
    </div>
  );
}

function Nothing({ narrowed }: { narrowed: boolean }) {
  return (
    <div className="grid justify-items-center gap-3 rounded-card border border-dashed border-line px-4 py-14 text-center">
      <Package className="size-8 text-quiet" strokeWidth={1.5} aria-hidden />
      <h2 className="text-lg">{narrowed ? "None of your orders is like that" : "No orders yet"}</h2>
      <p className="max-w-sm text-quiet">
        {narrowed ? "Look at all of them." : "What you buy in the shop stands here, from the first step to your door."}
      </p>
      <Link to={narrowed ? "/orders" : "/shop"} search={{}} className={buttonStyle(narrowed ? "plain" : "primary", "medium", "mt-2")}>
        {narrowed ? "Show all" : "Look into the shop"}
      </Link>
    </div>
  );
}
