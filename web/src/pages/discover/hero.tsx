import { Link } from "@tanstack/react-router";
import { CalendarDays, MapPin } from "lucide-react";
import type { FoundListing } from "../../../../contracts/front-page.ts";
import { domainWords } from "../../domains.ts";
import { shortMoney } from "../../money.ts";
import { buttonStyle } from "../../parts/button-style.ts";
import { Poster } from "../../parts/poster.tsx";
import { PosterGlow } from "../../parts/poster-glow.tsx";
import { dayAndClock, foreignZoneName } from "../../time.ts";
import { readable } from "../../words.ts";

/** One listing in the light. The hall is dark by day, too. */
export function Hero({ domain, listing }: FoundListing) {
  const { kind, param } = domainWords[domain];
  const { next } = listing;
  return (
    <section aria-labelledby="hero-title" className="night relative isolate overflow-hidden bg-ground">
      <PosterGlow title={listing.title} url={listing.posterUrl} />
      <div className="page grid items-center pb-8 sm:min-h-[30rem] sm:grid-cols-[1fr_auto] sm:gap-12 sm:py-12">
        <Link
          to="/$kind/$id"
          params={{ kind, id: listing.id }}
          tabIndex={-1}
          aria-hidden="true"
          className="hero-poster -mx-4 h-[21rem] overflow-hidden max-sm:-mb-12 sm:order-last sm:mx-0 sm:h-auto sm:w-64 sm:overflow-visible lg:w-72"
        >
          <Poster
            title={listing.title}
            url={listing.posterUrl}
            eager
            className="ring-white/10 sm:rounded-card sm:shadow-(--float) sm:ring-1"
          />
        </Link>
        <div className="relative grid justify-items-start gap-4">
          {listing.type === null ? null : (
            <p className="rounded-full bg-white/12 px-3 py-1 text-xs font-medium">{readable(listing.type)}</p>
          )}
          <h1 id="hero-title" className="text-2xl font-extrabold sm:text-3xl">
            <Link to="/$kind/$id" params={{ kind, id: listing.id }}>
              {listing.title}
            </Link>
          </h1>
          {listing.description === null ? null : <p className="line-clamp-2 max-w-prose text-quiet sm:text-lg">{listing.description}</p>}
          {next === null ? null : (
            <>
              <ul className="tabular grid gap-1.5 text-sm sm:text-base">
                <li className="flex items-center gap-2">
                  <CalendarDays className="size-4 text-quiet" aria-hidden />
                  {dayAndClock(next.startsAt, next.timeZone)} {foreignZoneName(next.startsAt, next.timeZone)}
                </li>
                <li className="flex items-center gap-2">
                  <MapPin className="size-4 text-quiet" aria-hidden />
                  {next.venue}, {next.city}
                </li>
              </ul>
              <div className="mt-2 flex flex-wrap items-center gap-x-5 gap-y-3">
                <Link
                  to="/showtimes/$id"
                  params={{ id: next.showtimeId }}
                  search={{ d: param }}
                  className={buttonStyle("primary", "large")}
                >
                  Choose seats
                </Link>
                <span className="tabular text-quiet">
                  from <b className="font-semibold text-ink">{shortMoney(next.priceFrom, next.currency)}</b>
                </span>
              </div>
            </>
          )}
        </div>
      </div>
    </section>
  );
}
