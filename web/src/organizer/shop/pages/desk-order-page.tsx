import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { Badge } from "../../../admin/parts/badge.tsx";
import type { Domain } from "../../../domains.ts";
import { Failed } from "../../../parts/failed.tsx";
import { dayAndClock } from "../../../time.ts";
import { deskOrderQuery } from "../api/shop-queries.ts";
import { OrderActions } from "../orders/order-actions.tsx";
import { OrderLines } from "../orders/order-lines.tsx";
import { OrderParcel } from "../orders/order-parcel.tsx";
import { OrderTimeline } from "../orders/order-timeline.tsx";
import { orderStatuses, shortOrder } from "../orders/order-words.ts";
import { Nothing } from "../parts/nothing.tsx";
import { ShopFrame } from "../parts/shop-frame.tsx";
import { ToOrders } from "../parts/to-shop.tsx";

/** One order of the desk: what is in it, where it goes, what to do next. */
export function DeskOrderPage() {
  const { id } = useParams({ from: "/organizer/organizer/orders/$id" });
  return (
    <ShopFrame
      title={`Order ${shortOrder(id)}`}
      lead={<code className="text-xs">{id}</code>}
      above={(domain) => <ToOrders domain={domain} />}
    >
      {(domain) => <OneOrder key={id} domain={domain} id={id} />}
    </ShopFrame>
  );
}

function OneOrder({ domain, id }: { domain: Domain; id: string }) {
  const found = useQuery(deskOrderQuery(domain, id));
  const order = found.data;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} title="The order did not load" />;
  if (order === undefined) {
    return (
      <div aria-busy="true" className="skeleton h-96 rounded-card">
        <span className="sr-only">Loading</span>
      </div>
    );
  }
  if (order === null) return <Nothing title="There is no such order" words="At this desk are those that have something of yours." />;
  const { words, tone } = orderStatuses[order.status];
  return (
    <div className="grid gap-6">
      <div className="grid gap-4">
        <p className="flex flex-wrap items-center gap-2 text-sm text-quiet" role="status">
          <Badge tone={tone}>{words}</Badge>
          Ordered {dayAndClock(order.createdAt, Intl.DateTimeFormat().resolvedOptions().timeZone)}
          {order.endReason === null ? null : <span>· “{order.endReason}”</span>}
        </p>
        <OrderActions domain={domain} order={order} />
      </div>
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <OrderLines domain={domain} order={order} />
        <div className="grid gap-6">
          <section aria-labelledby="parcel" className="rounded-card border border-line p-4">
            <h2 id="parcel" className="sr-only">
              Buyer and parcel
            </h2>
            <OrderParcel order={order} />
          </section>
          <section aria-labelledby="happened" className="grid gap-3">
            <h2 id="happened" className="text-base">
              What happened
            </h2>
            <OrderTimeline timeline={order.timeline} />
          </section>
        </div>
      </div>
    </div>
  );
}
