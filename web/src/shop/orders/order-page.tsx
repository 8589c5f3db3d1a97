import { getRouteApi, Link, useLocation } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { failedWith } from "../../api/failure.ts";
import { domainOfParam } from "../../domains.ts";
import { Failed } from "../../parts/failed.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { dayAndClock } from "../../time.ts";
import type { OwnOrder } from "../api/order-queries.ts";
import { OrderActions } from "./order-actions.tsx";
import { OrderLines } from "./order-lines.tsx";
import { OrderTimeline } from "./order-timeline.tsx";
import { statusSentence, statusWords } from "./order-words.ts";
import { Unpaid } from "./unpaid.tsx";
import { useLiveOrder } from "./use-live-order.ts";
import { WhereTo } from "./where-to.tsx";

const route = getRouteApi("/shop/orders/$id");

/** One order, from the first step to the last. It changes by itself. */
export function OrderPage() {
  const { id } = route.useParams();
  const found = useLiveOrder(domainOfParam(route.useSearch().d), id);
  if (failedWith(found.error, "ORDER_NOT_FOUND", "ROUTE_NOT_FOUND")) return <NotFound />;
  if (found.data === undefined && found.isError)
    return <Failed whole error={found.error} retry={() => void found.refetch()} title="Your order did not load" />;
  if (found.data === undefined) return <OrderSkeleton />;
  return <Whole {...found.data} />;
}

function Whole({ domain, order }: OwnOrder) {
  const fresh = useLocation({ select: (location) => location.state.fresh === true });
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const done = fresh && order.status === "PAID";
  return (
    <div className="mx-auto grid max-w-4xl gap-8 px-4 py-6 sm:px-6 sm:py-10">
      <PageHead title={`Order, ${statusWords(order)}`} />
      <header className="grid gap-2">
        <Link
          to="/orders"
          className="-ml-1 flex w-fit items-center gap-1 rounded-control pr-2 text-sm text-quiet hover:text-ink print:hidden"
        >
          <ChevronLeft className="size-4" aria-hidden />
          Your orders
        </Link>
        <div role="status">
          <h1 className="text-xl sm:text-2xl">{done ? "Thank you. It is paid" : statusWords(order)}</h1>
          <p className="mt-2 max-w-prose text-quiet">{statusSentence(order)}</p>
        </div>
        <p className="tabular text-sm text-quiet">
          Ordered {dayAndClock(order.createdAt, here)} · <span className="select-all">{order.id}</span>
        </p>
      </header>
      <Unpaid domain={domain} order={order} />
      <div className="grid gap-10 md:grid-cols-[minmax(0,1fr)_17rem] md:gap-12">
        <div className="grid content-start gap-8">
          <OrderLines domain={domain} order={order} />
          <OrderActions domain={domain} order={order} />
        </div>
        <div className="grid content-start gap-8 max-md:-order-1 print:hidden">
          <WhereTo order={order} />
          <OrderTimeline order={order} />
        </div>
      </div>
    </div>
  );
}

function OrderSkeleton() {
  return (
    <div aria-busy="true" className="mx-auto grid max-w-4xl gap-8 px-4 py-6 sm:px-6 sm:py-10">
      <span className="sr-only">Loading your order</span>
      <div className="skeleton h-5 w-24" />
      <div className="skeleton h-10 w-64" />
      <div className="grid gap-10 md:grid-cols-[minmax(0,1fr)_17rem]">
        <div className="skeleton h-72 rounded-card" />
        <div className="skeleton h-60 rounded-card max-md:-order-1" />
      </div>
    </div>
  );
}
