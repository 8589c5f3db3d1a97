import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { SeatsHead } from "../seats/seats-head.tsx";

/** The page before one has a place. */
export function RoomSkeleton({ show }: { show: ShowtimeWithListing | undefined }) {
  return (
    <div aria-busy="true" className="flex h-full flex-col">
      <PageHead title={show === undefined ? "Waiting room" : `Waiting room: ${show.listing.title}`} />
      <span className="sr-only">Finding your place</span>
      {show === undefined ? <div className="h-[3.8rem] border-b border-line" /> : <SeatsHead show={show} state="connecting" />}
      <div className="seat-stage grid min-h-0 flex-1 place-content-center justify-items-center gap-5 px-4">
        <div className="skeleton h-6 w-44" />
        <div className="skeleton h-20 w-64 max-w-full" />
        <div className="skeleton h-4 w-72 max-w-full" />
      </div>
    </div>
  );
}
