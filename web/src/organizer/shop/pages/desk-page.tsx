import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Printer } from "lucide-react";
import { queryOf } from "../../../admin/api/admin-request.ts";
import { ChoiceFilter, Filters, PeriodFilter, TextFilter } from "../../../admin/parts/filters.tsx";
import { type Domain, domainWords } from "../../../domains.ts";
import { Button } from "../../../parts/button.tsx";
import { buttonStyle } from "../../../parts/button-style.ts";
import { Failed } from "../../../parts/failed.tsx";
import type { OrganizerSearch } from "../../organizer-search.ts";
import { type DeskFilter, deskQuery } from "../api/shop-queries.ts";
import { DeskFigures } from "../orders/desk-figures.tsx";
import { DeskRow } from "../orders/desk-row.tsx";
import { orderStatuses } from "../orders/order-words.ts";
import { CsvDownload } from "../parts/csv-download.tsx";
import { Nothing } from "../parts/nothing.tsx";
import { ShopFrame } from "../parts/shop-frame.tsx";

const skeletons = ["a", "b", "c", "d", "e"];
const statuses = Object.entries(orderStatuses).map(([status, { words }]) => [status, words] as const);

/** What people ordered of what one sells. */
export function DeskPage() {
  const search = useSearch({ from: "/organizer/organizer/orders" });
  const filter = filterOf(search);
  return (
    <ShopFrame
      title="Orders"
      lead="What people ordered of yours, the newest first."
      actions={(domain) => (
        <>
          <CsvDownload domain={domain} path={`/orders/desk.csv?${queryOf({ ...filter })}`} name="orders.csv" />
          <Link to="/organizer/orders/packing" search={{ d: domainWords[domain].param }} className={buttonStyle("plain")}>
            <Printer className="size-4" aria-hidden />
            Packing lists
          </Link>
        </>
      )}
    >
      {(domain) => (
        <div className="grid gap-4">
          <DeskFigures domain={domain} />
          <Filters>
            <TextFilter name="q" label="Search" placeholder="Order or buyer’s name" wide />
            <ChoiceFilter name="status" label="Status" all="All" choices={statuses} />
            <PeriodFilter />
          </Filters>
          <DeskList domain={domain} filter={filter} />
        </div>
      )}
    </ShopFrame>
  );
}

function DeskList({ domain, filter }: { domain: Domain; filter: DeskFilter }) {
  const found = useInfiniteQuery(deskQuery(domain, filter));
  const orders = found.data?.pages.flatMap(({ items }) => items);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} title="Your orders did not load" />;
  if (orders === undefined) {
    return (
      <ul className="grid gap-px overflow-hidden rounded-card border border-line" aria-busy="true">
        {skeletons.map((each) => (
          <li key={each} className="skeleton h-16 rounded-none" />
        ))}
      </ul>
    );
  }
  if (orders.length === 0) {
    return isFiltered ? (
      <Nothing title="No order is like this" words="Take a filter away, or search for another word." />
    ) : (
      <Nothing title="No orders yet" words="Whoever buys something of yours stands here, with where to send it." />
    );
  }
  return (
    <>
      <ul
        aria-label="Orders"
        className={`divide-y divide-line rounded-card border border-line bg-raised transition-opacity duration-150 ${found.isPlaceholderData ? "opacity-60" : ""}`}
      >
        {orders.map((order) => (
          <DeskRow key={order.id} domain={domain} order={order} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button className="justify-self-center" isPending={found.isFetchingNextPage} onPress={() => void found.fetchNextPage()}>
          {found.isFetchingNextPage ? "Loading…" : "Show more"}
        </Button>
      ) : null}
    </>
  );
}

/** Days on the reader's clocks as moments, the last one whole. */
const filterOf = ({ q, status, from, to }: OrganizerSearch): DeskFilter => ({
  q,
  status,
  from: momentOf(from, "00:00:00.000"),
  to: momentOf(to, "23:59:59.999"),
});

function momentOf(day: string | undefined, clock: string): string | undefined {
  if (day === undefined) return undefined;
  const moment = new Date(`${day}T${clock}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
