import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { failedWith } from "../../api/failure.ts";
import { availabilityQuery, seatMapQuery, showtimeQuery } from "../../api/queries.ts";
import { domainOfParam } from "../../domains.ts";
import { Failed } from "../../parts/failed.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { ChooseSeats, type ChooseSeatsProps } from "./choose-seats.tsx";
import { SeatsSkeleton } from "./seats-skeleton.tsx";

const route = getRouteApi("/showtimes/$id");

export function SeatsPage() {
  const { id } = route.useParams();
  const asked = domainOfParam(route.useSearch().d);
  const show = useQuery(showtimeQuery(asked, id));
  const domain = show.data?.listing.domain ?? asked;
  const layout = useQuery({ ...seatMapQuery(domain ?? "EVENT", id), enabled: domain !== undefined });
  const availability = useQuery({ ...availabilityQuery(domain ?? "EVENT", id), enabled: domain !== undefined });

  if (failedWith(show.error, "SHOWTIME_NOT_FOUND", "ROUTE_NOT_FOUND")) return <NotFound />;
  const failed = [show, layout].find((query) => query.isError);
  if (failed !== undefined) return <Failed error={failed.error} retry={() => void failed.refetch()} title="The seats did not load" />;
  // Without it the live channel still tells; but where it comes, no seat is shown free for a moment that is not.
  if (show.data === undefined || layout.data === undefined || availability.isPending) return <SeatsSkeleton show={show.data} />;
  return (
    <>
      <PageHead
        title={`Seats for ${show.data.listing.title}`}
        description={`Choose your seats for ${show.data.listing.title} at ${show.data.venue.name}.`}
      />
      <Chooser key={id} show={show.data} layout={layout.data} availability={availability.data} />
    </>
  );
}

function Chooser(props: ChooseSeatsProps) {
  if (props.layout.seatCount === 0) return <Failed error={null} title="No seats are on sale for this date yet" />;
  return <ChooseSeats {...props} />;
}
