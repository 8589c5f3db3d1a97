import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { Pencil, ScanLine } from "lucide-react";
import { lazy, Suspense } from "react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { Badge } from "../../admin/parts/badge.tsx";
import { failedWith } from "../../api/failure.ts";
import { seatMapQuery } from "../../api/queries.ts";
import { domainOfParam, domainWords } from "../../domains.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { Failed } from "../../parts/failed.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PagePending } from "../../parts/page-pending.tsx";
import { dayAndClock, zoneName } from "../../time.ts";
import { ownShowtimeQuery, salesQuery } from "../api/organizer-queries.ts";
import { OrganizerHead, ToEvent } from "../parts/organizer-head.tsx";
import { CancelShowtime } from "../showtime/cancel-showtime.tsx";
import { CancellationProgress } from "../showtime/cancellation-progress.tsx";
import { DoorList } from "../showtime/door-list.tsx";
import { KeyNumbers } from "../showtime/key-numbers.tsx";
import { LivePanel } from "../showtime/live-panel.tsx";
import { RoomOfShowtime } from "../showtime/room-of-showtime.tsx";

// The chart's library is the largest part of the page and the last that is looked at.
const SalesChart = lazy(() => import("../showtime/sales-chart.tsx").then((module) => ({ default: module.SalesChart })));

/** One showtime while it sells: its numbers, its house, its door. */
export function ShowtimePage() {
  const { id } = useParams({ from: "/organizer/organizer/showtimes/$id" });
  const asked = domainOfParam(useSearch({ from: "/organizer/organizer/showtimes/$id" }).d);
  const show = useQuery(ownShowtimeQuery(asked, id));
  if (failedWith(show.error, "SHOWTIME_NOT_FOUND")) return <NotFound />;
  if (show.isError && show.data === undefined)
    return <Failed error={show.error} retry={() => void show.refetch()} title="The showtime did not load" />;
  if (show.data === undefined) return <PagePending />;
  return <Showtime key={id} show={show.data} />;
}

function Showtime({ show }: { show: ShowtimeWithListing }) {
  const { domain, status } = show.listing;
  const sales = useQuery(salesQuery(domain, show.id));
  const isCancelled = show.status === "CANCELLED";
  const search = { d: domainWords[domain].param };
  if (failedWith(sales.error, "FORBIDDEN")) return <Failed error={sales.error} title="This showtime is somebody else’s" />;
  return (
    <div className="page grid grid-cols-[minmax(0,1fr)] gap-8 py-8 sm:py-12">
      <OrganizerHead
        title={show.listing.title}
        above={<ToEvent id={show.listingId} title={show.listing.title} />}
        lead={
          <span className="tabular flex flex-wrap items-center gap-2">
            {dayAndClock(show.startsAt, show.timeZone)} {zoneName(show.startsAt, show.timeZone)} · {show.venue.name}, {show.venue.city}
            {isCancelled ? <Badge tone="bad">Cancelled</Badge> : status === "DRAFT" ? <Badge tone="warm">Draft</Badge> : null}
          </span>
        }
      >
        {isCancelled ? null : (
          <>
            <Link to="/scanner/$showtimeId" params={{ showtimeId: show.id }} search={search} className={buttonStyle("plain")}>
              <ScanLine className="size-4" aria-hidden />
              Scan tickets
            </Link>
            <Link to="/organizer/showtimes/$id/edit" params={{ id: show.id }} search={search} className={buttonStyle("plain")}>
              <Pencil className="size-4" aria-hidden />
              Edit
            </Link>
          </>
        )}
      </OrganizerHead>
      {isCancelled ? <CancellationProgress show={show} /> : null}
      <KeyNumbers show={show} sales={sales.data} />
      {status === "DRAFT" ? <StillDraft show={show} /> : <House show={show} />}
      {sales.isError ? (
        <Failed error={sales.error} retry={() => void sales.refetch()} title="The sales did not load" />
      ) : sales.data === undefined ? (
        <div className="skeleton h-80 rounded-card" />
      ) : (
        <Suspense fallback={<div className="skeleton h-80 rounded-card" />}>
          <SalesChart sales={sales.data} timeZone={show.timeZone} />
        </Suspense>
      )}
      <DoorList show={show} />
      {status === "DRAFT" ? null : <RoomOfShowtime show={show} />}
      {isCancelled ? null : <CancelShowtime show={show} sales={sales.data} />}
    </div>
  );
}

function House({ show }: { show: ShowtimeWithListing }) {
  const layout = useQuery(seatMapQuery(show.listing.domain, show.id));
  if (layout.isError) return <Failed error={layout.error} retry={() => void layout.refetch()} title="The house did not load" />;
  if (layout.data === undefined) return <div className="skeleton h-[34rem] rounded-card" />;
  return <LivePanel show={show} layout={layout.data} />;
}

function StillDraft({ show }: { show: ShowtimeWithListing }) {
  return (
    <section className="grid justify-items-start gap-2 rounded-card border border-dashed border-edge px-5 py-6">
      <h2 className="text-base">The house opens when you publish</h2>
      <p className="max-w-xl text-sm text-quiet">
        Then its seats are here, live, and you can keep some from sale. To block seats before anybody can buy, let the sale open later.
      </p>
      <Link to="/organizer/events/$id" params={{ id: show.listingId }} className={buttonStyle("plain", "medium", "mt-2")}>
        To the event
      </Link>
    </section>
  );
}
