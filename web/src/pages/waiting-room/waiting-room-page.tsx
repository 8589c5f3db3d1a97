import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Navigate, useLocation, useNavigate } from "@tanstack/react-router";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import type { QueuePlace } from "../../../../contracts/waiting-room.ts";
import { keepAdmission } from "../../admission.ts";
import { failedWith } from "../../api/failure.ts";
import { showtimeQuery } from "../../api/queries.ts";
import { domainOfParam, domainWords } from "../../domains.ts";
import { Failed } from "../../parts/failed.tsx";
import { NotFound } from "../../parts/not-found.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { useSession } from "../../session/session.ts";
import { SeatsHead } from "../seats/seats-head.tsx";
import { ShowCancelled } from "../seats/show-cancelled.tsx";
import { BeforeOpening } from "./before-opening.tsx";
import { forgetPosition } from "./first-position.ts";
import { InQueue } from "./in-queue.tsx";
import { SaleOver, SoldOut } from "./nothing-left.tsx";
import { count } from "./queue-words.ts";
import { RoomSkeleton } from "./room-skeleton.tsx";
import { usePlace } from "./use-place.ts";

const route = getRouteApi("/waiting-room/$id");

/** Where a crowd waits for a sale: until it opens, and then until it is one's turn to choose. */
export function WaitingRoomPage() {
  const { id } = route.useParams();
  const { d } = route.useSearch();
  const show = useQuery(showtimeQuery(domainOfParam(d), id));
  const session = useSession().status;
  const href = useLocation({ select: (location) => location.href });

  if (session === "out") return <Navigate to="/login" search={{ next: href }} replace />;
  if (failedWith(show.error, "SHOWTIME_NOT_FOUND", "ROUTE_NOT_FOUND")) return <NotFound />;
  if (show.isError) return <Failed whole error={show.error} retry={() => void show.refetch()} title="The waiting room did not load" />;
  if (show.data === undefined) return <RoomSkeleton show={undefined} />;
  if (show.data.status === "CANCELLED") return <ShowCancelled show={show.data} />;
  if (show.data.waitingRoom === null) return <ToSeats show={show.data} />;
  return <Room key={id} show={show.data} />;
}

function Room({ show }: { show: ShowtimeWithListing }) {
  const navigate = useNavigate();
  const { place, state, failure } = usePlace(show.listing.domain, show.id, (pass, expiresAt) => {
    keepAdmission(show.id, pass, expiresAt);
    forgetPosition(show.id);
    void navigate({ ...seatsOf(show), replace: true });
  });
  if (failedWith(failure, "WAITING_ROOM_NOT_FOUND")) return <ToSeats show={show} />;
  if (failure !== undefined) return <Failed whole error={failure} retry={() => location.reload()} title="You have no place yet" />;
  if (place === undefined) return <RoomSkeleton show={show} />;
  return (
    <div className="flex h-full flex-col">
      <PageHead title={titleOf(place, show)} description={`Wait for the seats of ${show.listing.title}.`} />
      <SeatsHead show={show} state={place.state === "CLOSED" ? "live" : state} />
      <div className="seat-stage min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid min-h-full max-w-xl content-center gap-6 px-4 py-8 sm:py-12">
          <Standing show={show} place={place} />
        </div>
      </div>
    </div>
  );
}

function Standing({ show, place }: { show: ShowtimeWithListing; place: QueuePlace }) {
  if (place.state === "WAITING_FOR_OPENING") return <BeforeOpening show={show} place={place} />;
  if (place.state === "SOLD_OUT") return <SoldOut show={show} place={place} />;
  return place.state === "CLOSED" ? <SaleOver show={show} /> : <InQueue showtimeId={show.id} place={place} />;
}

/** What a tab among many says: where one stands. */
function titleOf({ state, position }: QueuePlace, { listing }: ShowtimeWithListing): string {
  if (state === "QUEUED" && position !== null) return `No. ${count(position)}: ${listing.title}`;
  if (state === "SOLD_OUT") return `Sold out: ${listing.title}`;
  return `Waiting room: ${listing.title}`;
}

const seatsOf = ({ id, listing }: ShowtimeWithListing) =>
  ({ to: "/showtimes/$id", params: { id }, search: { d: domainWords[listing.domain].param } }) as const;

function ToSeats({ show }: { show: ShowtimeWithListing }) {
  return <Navigate {...seatsOf(show)} replace />;
}
