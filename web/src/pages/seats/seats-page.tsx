import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Navigate, useLocation } from "@tanstack/react-router";
import type { BookingWithShow } from "../../../../contracts/bookings.ts";
import type { SeatMapLayout } from "../../../../contracts/seats.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { failedWith } from "../../api/failure.ts";
import { availabilityQuery, bookingQuery, seatMapQuery, showtimeQuery } from "../../api/queries.ts";
import { domainOfParam } from "../../domains.ts";
import { Failed } from "../../parts/failed.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { useSession } from "../../session/session.ts";
import { ChooseSeats } from "./choose-seats.tsx";
import { ExchangeSeats } from "./exchange/exchange-seats.tsx";
import { PlacesOnly } from "./places-only.tsx";
import { SeatsSkeleton } from "./seats-skeleton.tsx";
import { ShowCancelled } from "./show-cancelled.tsx";
import { useSeatStore } from "./use-seat-store.ts";
import { WaitingRoomGate } from "./waiting-room-gate.tsx";

const route = getRouteApi("/showtimes/$id");

export function SeatsPage() {
  const { id } = route.useParams();
  const { d, exchange } = route.useSearch();
  const asked = domainOfParam(d);
  const show = useQuery(showtimeQuery(asked, id));
  const domain = show.data?.listing.domain ?? asked;
  const layout = useQuery({ ...seatMapQuery(domain ?? "EVENT", id), enabled: domain !== undefined });
  const availability = useQuery({ ...availabilityQuery(domain ?? "EVENT", id), enabled: domain !== undefined });
  const session = useSession().status;
  const given = useQuery({
    ...bookingQuery(domain, exchange ?? ""),
    enabled: exchange !== undefined && domain !== undefined && session === "in",
  });
  const href = useLocation({ select: (location) => location.href });

  if (failedWith(show.error, "SHOWTIME_NOT_FOUND", "ROUTE_NOT_FOUND")) return <NotFound />;
  if (exchange !== undefined && session === "out") return <Navigate to="/login" search={{ next: href }} replace />;
  if (show.data?.status === "CANCELLED") return <ShowCancelled show={show.data} />;
  const failed = [show, layout, given].find((query) => query.isError);
  if (failed !== undefined) return <Failed whole error={failed.error} retry={() => void failed.refetch()} title="The seats did not load" />;
  // Without it the live channel still tells; but where it comes, no seat is shown free for a moment that is not.
  const waits = exchange !== undefined && given.data === undefined;
  if (show.data === undefined || layout.data === undefined || availability.isPending || waits) return <SeatsSkeleton show={show.data} />;
  return (
    <>
      <PageHead
        title={`Seats for ${show.data.listing.title}`}
        description={`Choose your seats for ${show.data.listing.title} at ${show.data.venue.name}.`}
      />
      <WaitingRoomGate show={show.data} open={given.data?.booking.showtimeId === id}>
        <Chooser
          key={`${id}${exchange ?? ""}`}
          show={show.data}
          layout={layout.data}
          availability={availability.data}
          given={exchange === undefined ? undefined : given.data?.booking}
        />
      </WaitingRoomGate>
    </>
  );
}

interface ChooserProps {
  show: ShowtimeWithListing;
  layout: SeatMapLayout;
  /** The seats' status as it was just now, if it is known. */
  availability: Uint8Array | undefined;
  /** The booking that is exchanged. */
  given: BookingWithShow | undefined;
}

function Chooser({ show, layout, availability, given }: ChooserProps) {
  const live = useSeatStore(show.listing.domain, layout, availability, show, given);
  if (layout.seatCount === 0) return <Failed whole error={null} title="No seats are on sale for this date yet" />;
  if (given !== undefined) return <ExchangeSeats show={show} live={live} booking={given} />;
  return live.store.plan.drawn.length === 0 ? <PlacesOnly show={show} live={live} /> : <ChooseSeats show={show} live={live} />;
}
