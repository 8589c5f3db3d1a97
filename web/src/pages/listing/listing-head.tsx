import { Link } from "@tanstack/react-router";
import type { ListingWithShowtimes, Showtime } from "../../../../contracts/showtimes.ts";
import { type Domain, domainWords } from "../../domains.ts";
import { priceRange } from "../../money.ts";
import { Poster } from "../../parts/poster.tsx";
import { PosterGlow } from "../../parts/poster-glow.tsx";
import { duration } from "../../time.ts";
import { languageName, readable } from "../../words.ts";

interface ListingHeadProps {
  listing: ListingWithShowtimes;
  domain: Domain;
  first: Showtime | undefined;
}

/** Poster and title in the light of the poster. */
export function ListingHead({ listing, domain, first }: ListingHeadProps) {
  const cities = [...new Set(listing.showtimes.map((show) => show.venue.city))];
  const facts = [
    listing.type === null ? "" : readable(listing.type),
    listing.durationMinutes === null ? "" : duration(listing.durationMinutes),
    listing.language === null || domain === "BUS" ? "" : languageName(listing.language),
    listing.origin === undefined || listing.destination === undefined ? "" : `${listing.origin} → ${listing.destination}`,
    cities.length > 3 ? `${cities.length} cities` : cities.join(", "),
  ].filter(Boolean);
  return (
    <header className="night relative isolate overflow-hidden bg-ground">
      <PosterGlow title={listing.title} url={listing.posterUrl} />
      <div className="page grid grid-cols-[6.5rem_1fr] items-end gap-4 py-8 sm:grid-cols-[13rem_1fr] sm:gap-10 sm:py-12">
        <Poster title={listing.title} url={listing.posterUrl} eager className="rounded-card shadow-(--float) ring-1 ring-white/10" />
        <div className="grid justify-items-start gap-3">
          <Link to="/" search={{ d: domainWords[domain].param }} className="text-sm text-quiet hover:text-ink">
            {domainWords[domain].many}
          </Link>
          <h1 className="text-xl font-extrabold sm:text-2xl lg:text-3xl">{listing.title}</h1>
          {facts.length > 0 ? <p className="text-sm text-quiet sm:text-base">{facts.join("  ·  ")}</p> : null}
          {first === undefined ? null : (
            <p className="tabular rounded-full bg-white/12 px-3 py-1 text-sm font-medium">
              {priceRange(first.priceFrom, first.priceTo, first.currency)}
            </p>
          )}
        </div>
      </div>
    </header>
  );
}
