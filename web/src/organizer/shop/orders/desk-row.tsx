import { Link } from "@tanstack/react-router";
import type { DeskOrder } from "../../../../../contracts/order-desk.ts";
import { Badge } from "../../../admin/parts/badge.tsx";
import { type Domain, domainWords } from "../../../domains.ts";
import { money } from "../../../money.ts";
import { dayAndClock } from "../../../time.ts";
import { lineWords, orderStatuses, ownTotal, shortOrder } from "./order-words.ts";

/** One order of the desk. */
export function DeskRow({ domain, order }: { domain: Domain; order: DeskOrder }) {
  const { words, tone } = orderStatuses[order.status];
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-stage md:grid-cols-[8.5rem_minmax(0,10rem)_minmax(0,1fr)_7rem_7.5rem] md:gap-x-6">
      <div className="grid gap-0.5">
        <Link
          to="/organizer/orders/$id"
          params={{ id: order.id }}
          search={{ d: domainWords[domain].param }}
          className="tabular font-semibold whitespace-nowrap after:absolute after:inset-0"
        >
          {shortOrder(order.id)}
        </Link>
        <time dateTime={order.createdAt} className="tabular text-xs whitespace-nowrap text-quiet">
          {dayAndClock(order.createdAt, Intl.DateTimeFormat().resolvedOptions().timeZone)}
        </time>
      </div>
      <p className="truncate text-sm max-md:order-3">
        {order.buyer.name === "" ? <span className="text-quiet">Erased</span> : order.buyer.name}
      </p>
      <p className="truncate text-sm text-quiet max-md:order-5 max-md:col-span-2">{order.lines.map(lineWords).join(", ")}</p>
      <p className="tabular text-right text-sm font-medium whitespace-nowrap max-md:order-4">{money(ownTotal(order), order.currency)}</p>
      <div className="justify-self-end max-md:order-2">
        <Badge tone={tone}>{words}</Badge>
      </div>
    </li>
  );
}
