import { Link } from "@tanstack/react-router";
import type { FoundListing } from "../../../../contracts/front-page.ts";
import { domainWords } from "../../domains.ts";
import { shortMoney } from "../../money.ts";
import { Poster } from "../../parts/poster.tsx";
import { SeatsLeft } from "../../parts/seats-left.tsx";
import { dayAndClock, foreignZoneName } from "../../time.ts";

/** A listing in a rail or the grid. */
export function Card({ domain, listing }: FoundListing) {
  const { next } = listing;
  return (
    <Link to="/$kind/$id" params={{ kind: domainWords[domain].kind, id: listing.id }} className="group block rounded-card outline-offset-4">
      <span className="block overflow-hidden rounded-card ring-1 ring-line">
        <Poster
          title={listing.title}
          url={listing.posterUrl}
          className="transition-transform duration-200 ease-out group-hover:scale-[1.03] motion-reduce:transform-none"
        />
      </span>
      <span className="mt-3 line-clamp-2 block font-display leading-tight font-bold tracking-tight">{listing.title}</span>
      {next === null ? (
        <span className="mt-1 block text-sm text-quiet">No dates on sale</span>
      ) : (
        <>
          <span className="mt-1 block truncate text-sm text-quiet">
            {next.city} · {next.venue}
          </span>
          <span className="tabular block truncate text-sm text-quiet">
            {dayAndClock(next.startsAt, next.timeZone)} {foreignZoneName(next.startsAt, next.timeZone)}
          </span>
          <span className="tabular mt-1.5 flex items-baseline justify-between gap-2 text-sm">
            <span>
              from <b className="font-semibold">{shortMoney(next.priceFrom, next.currency)}</b>
            </span>
            <SeatsLeft.Words left={next.seatsLeft} total={next.seatsTotal} />
          </span>
          <SeatsLeft.Bar left={next.seatsLeft} total={next.seatsTotal} />
        </>
      )}
    </Link>
  );
}
