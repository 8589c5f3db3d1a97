import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { SeatsHead } from "./seats-head.tsx";

/** The page before its seats; with its head, where the show is known already. */
export function SeatsSkeleton({ show }: { show: ShowtimeWithListing | undefined }) {
  return (
    <div aria-busy="true" className="flex h-full flex-col">
      <span className="sr-only">Loading the seats</span>
      {show === undefined ? <Head /> : <SeatsHead show={show} state="connecting" />}
      <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
        <div className="grid flex-1 place-items-center">
          <MapSkeleton />
        </div>
        <div className="border-line max-lg:border-t max-lg:p-4 lg:w-92 lg:border-l lg:p-6">
          <div className="skeleton h-12 w-full" />
        </div>
      </div>
    </div>
  );
}

/** Where the map will be. */
export function MapSkeleton() {
  return <div className="skeleton aspect-4/3 w-[min(80%,34rem)] rounded-card" />;
}

function Head() {
  return (
    <div className="flex items-center gap-3 border-b border-line px-3 py-2 sm:px-5">
      <div className="skeleton size-10" />
      <div className="grid flex-1 gap-1.5 py-1">
        <div className="skeleton h-5 w-52" />
        <div className="skeleton h-4 w-72 max-w-full" />
      </div>
    </div>
  );
}
