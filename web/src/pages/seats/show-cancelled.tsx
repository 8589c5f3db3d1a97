import { Link } from "@tanstack/react-router";
import { CalendarX2 } from "lucide-react";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { domainWords } from "../../domains.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { PageHead } from "../../parts/page-head.tsx";
import { dayAndClock, zoneName } from "../../time.ts";

/** There are no seats to choose any more. What happens to those who bought comes first. */
export function ShowCancelled({ show }: { show: ShowtimeWithListing }) {
  const { listing, startsAt, timeZone } = show;
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-4 px-4 py-20 text-center">
      <PageHead title={`Cancelled: ${listing.title}`} />
      <CalendarX2 className="size-9 text-loss" aria-hidden />
      <h1 className="text-xl">This date is cancelled</h1>
      <p className="tabular text-quiet">
        {listing.title}, {dayAndClock(startsAt, timeZone)} {zoneName(startsAt, timeZone)}. Whoever bought tickets gets back everything that
        they paid.
      </p>
      <Link to="/$kind/$id" params={{ kind: domainWords[listing.domain].kind, id: listing.id }} className={buttonStyle("primary", "large")}>
        See the other dates
      </Link>
      <Link to="/bookings" className="font-medium text-accent-text underline underline-offset-4">
        My tickets
      </Link>
    </div>
  );
}
