import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useEffect, useId, useState } from "react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import type { DoorListItem } from "../../../../contracts/tickets.ts";
import { Badge } from "../../admin/parts/badge.tsx";
import { DataTable } from "../../admin/parts/data-table.tsx";
import { Button } from "../../parts/button.tsx";
import { inputStyle } from "../../parts/field-style.ts";
import { placeOf } from "../../seat-place.ts";
import { toast } from "../../shell/toast.ts";
import { clock } from "../../time.ts";
import { doorListQuery, downloadCsv } from "../api/organizer-queries.ts";
import { matches } from "./door-search.ts";

const rowsShown = 12;
const moreRows = 100;

/** Who is expected and who has come. */
export function DoorList({ show }: { show: ShowtimeWithListing }) {
  const { domain } = show.listing;
  const list = useInfiniteQuery(doorListQuery(domain, show.id));
  const [q, setQ] = useState("");
  const id = useId();
  const [shown, setShown] = useState(rowsShown);
  const found = list.data?.pages.flatMap((page) => page.items).filter((item) => matches(item, q));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  // Whoever looks for somebody looks through the whole list.
  const needsMore = hasNextPage && !isFetchingNextPage && (q !== "" || (found?.length ?? 0) < shown);
  useEffect(() => {
    if (needsMore) void fetchNextPage();
  }, [needsMore, fetchNextPage]);
  return (
    <section aria-labelledby="door" className="grid gap-4">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="door" className="text-lg">
          Door list
        </h2>
        <div className="flex flex-wrap items-end gap-2">
          <label htmlFor={id} className="sr-only">
            Find on the door list
          </label>
          <div className="w-56">
            <input
              id={id}
              type="search"
              placeholder="Name, seat or booking"
              value={q}
              onChange={({ target }) => setQ(target.value)}
              className={inputStyle("dense", "focus:outline-2 focus:outline-accent-text")}
            />
          </div>
          <Csv show={show} path={`/showtimes/${show.id}/door-list?format=csv`} name={`door-list-${show.id}.csv`} words="Door list" />
          <Csv show={show} path={`/showtimes/${show.id}/report.csv`} name={`report-${show.id}.csv`} words="Report" />
        </div>
      </div>
      <DataTable<DoorListItem>
        label="Door list"
        rows={found?.slice(0, shown)}
        keyOf={(item) => item.ticketId}
        error={list.error}
        retry={() => void list.refetch()}
        empty={q === "" ? "Nobody has a ticket yet." : "Nobody on the list is like that."}
        columns={[
          { name: "Name", cell: (item) => item.name ?? <span className="text-quiet">No name</span> },
          { name: "Seat", cell: (item) => <span className="whitespace-nowrap">{placeOf(item.seat, true)}</span> },
          { name: "Tier", cell: (item) => item.seat.tier },
          { name: "Booking", cell: (item) => <span className="tabular text-xs">{item.bookingId}</span> },
          {
            name: "Entry",
            cell: ({ entry }) =>
              entry === null ? (
                <span className="text-quiet">Expected</span>
              ) : (
                <Badge tone="good">
                  In at {clock(entry.scannedAt ?? entry.at, show.timeZone)}
                  {entry.gate === null ? "" : `, ${entry.gate}`}
                </Badge>
              ),
          },
        ]}
      />
      {found !== undefined && (found.length > shown || hasNextPage) ? (
        <Button className="justify-self-center" isPending={isFetchingNextPage} onPress={() => setShown(shown + moreRows)}>
          Show more
        </Button>
      ) : null}
    </section>
  );
}

function Csv({ show, path, name, words }: { show: ShowtimeWithListing; path: string; name: string; words: string }) {
  const download = useMutation({
    mutationFn: () => downloadCsv(show.listing.domain, path, name),
    onError: (error) => toast({ title: "The download failed", body: error.message }),
  });
  return (
    <Button size="dense" isPending={download.isPending} onPress={() => download.mutate()}>
      <Download className="size-4" aria-hidden />
      {words}
    </Button>
  );
}
