import { Link } from "@tanstack/react-router";
import type { ListingWithShowtimes } from "../../../../contracts/showtimes.ts";
import { Badge } from "../../admin/parts/badge.tsx";
import { domainOfListing, domainWords } from "../../domains.ts";
import { priceRange } from "../../money.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { dayAndClock, zoneName } from "../../time.ts";
import { SoldBar } from "../parts/sold-bar.tsx";

/** When a listing is on, each with how full it is. */
export function ShowtimeList({ listing }: { listing: ListingWithShowtimes }) {
  const { param } = domainWords[domainOfListing(listing.id)];
  if (listing.showtimes.length === 0) {
    return (
      <div className="grid justify-items-center gap-3 rounded-card border border-dashed border-edge px-6 py-12 text-center">
        <p className="text-quiet">Nothing can be sold before there is a showtime.</p>
        <Link to="/organizer/events/$id/showtimes/new" params={{ id: listing.id }} className={buttonStyle("primary")}>
          Put it on
        </Link>
      </div>
    );
  }
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-raised">
      {listing.showtimes.map((show) => (
        <li
          key={show.id}
          className="relative grid items-center gap-x-6 gap-y-2 px-4 py-3 hover:bg-stage sm:grid-cols-[minmax(0,1fr)_10rem_7rem]"
        >
          <div className="grid min-w-0 gap-0.5">
            <div className="flex flex-wrap items-center gap-2">
              <Link
                to="/organizer/showtimes/$id"
                params={{ id: show.id }}
                search={{ d: param }}
                className="tabular font-semibold after:absolute after:inset-0"
              >
                {dayAndClock(show.startsAt, show.timeZone)} {zoneName(show.startsAt, show.timeZone)}
              </Link>
              {show.status === "CANCELLED" ? <Badge tone="bad">Cancelled</Badge> : null}
              {show.waitingRoom === null ? null : <Badge>Waiting room</Badge>}
            </div>
            <p className="truncate text-sm text-quiet">
              {show.venue.name}, {show.venue.city}
            </p>
          </div>
          <SoldBar sold={show.seatsTotal - show.seatsLeft} total={show.seatsTotal} word="taken" />
          <p className="tabular text-sm text-quiet sm:text-right">{priceRange(show.priceFrom, show.priceTo, show.currency)}</p>
        </li>
      ))}
    </ul>
  );
}
