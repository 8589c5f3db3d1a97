import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import type { BookingWithShow } from "../../../../../contracts/bookings.ts";
import type { Showtime } from "../../../../../contracts/showtimes.ts";
import { admissionFor } from "../../../admission.ts";
import { listingQuery } from "../../../api/queries.ts";
import { type Domain, domainWords } from "../../../domains.ts";
import { priceRange } from "../../../money.ts";
import { Dialog } from "../../../parts/dialog.tsx";
import { Failed } from "../../../parts/failed.tsx";
import { dayAndClock, zoneName } from "../../../time.ts";
import { seats } from "../../../words.ts";

interface ExchangeDialogProps {
  booking: BookingWithShow;
  show: NonNullable<BookingWithShow["show"]>;
  domain: Domain;
  isOpen: boolean;
  onClose: () => void;
}

/** Where to: other seats of the same date, or another date. The seats themselves are chosen on the map. */
export function ExchangeDialog({ booking, show, domain, isOpen, onClose }: ExchangeDialogProps) {
  const listing = useQuery({ ...listingQuery(domain, show.listingId), enabled: isOpen });
  const count = booking.seats.length;
  const open = (listing.data?.showtimes ?? []).filter((each) => sells(each, booking));
  const same = open.find((each) => each.id === booking.showtimeId);
  const others = open
    .filter((each) => each.id !== booking.showtimeId && each.seatsLeft >= count)
    .sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  return (
    <Dialog title="Exchange your tickets" isOpen={isOpen} onClose={onClose}>
      <p className="text-sm text-quiet">
        You keep what you have until the new seats are yours. If they cost more you pay the difference, if they cost less it comes back.
      </p>
      {listing.isError ? (
        <Failed error={listing.error} retry={() => void listing.refetch()} title="The dates did not load" />
      ) : listing.data === undefined ? (
        <div aria-busy="true" className="mt-4 grid gap-2">
          <span className="sr-only">Loading the dates</span>
          <div className="skeleton h-16 rounded-card" />
          <div className="skeleton h-16 rounded-card" />
        </div>
      ) : (
        <div className="mt-4 grid gap-5">
          {same === undefined ? null : (
            <ul className="grid gap-2">
              <Choice showtime={same} booking={booking} domain={domain} title="Other seats, same date" />
            </ul>
          )}
          <section>
            <h3 className="mb-2 text-sm font-semibold">Another date</h3>
            {others.length === 0 ? (
              <p className="text-sm text-quiet">No other date has {seats(count)} free.</p>
            ) : (
              <ul className="grid gap-2">
                {others.map((each) => (
                  <Choice key={each.id} showtime={each} booking={booking} domain={domain} />
                ))}
              </ul>
            )}
          </section>
        </div>
      )}
    </Dialog>
  );
}

interface ChoiceProps {
  showtime: Showtime;
  booking: BookingWithShow;
  domain: Domain;
  title?: string;
}

function Choice({ showtime, booking, domain, title }: ChoiceProps) {
  const { id, startsAt, timeZone, venue } = showtime;
  const when = `${dayAndClock(startsAt, timeZone)} ${zoneName(startsAt, timeZone)}`;
  return (
    <li>
      <Link
        to="/showtimes/$id"
        params={{ id }}
        search={{ d: domainWords[domain].param, exchange: booking.bookingId }}
        className="flex items-center gap-3 rounded-card border border-line bg-raised p-3.5 transition-colors duration-150 hover:border-edge"
      >
        <span className="min-w-0 flex-1">
          <span className="tabular block truncate font-medium">{title ?? when}</span>
          <span className="tabular block truncate text-sm text-quiet">{title === undefined ? `${venue.name}, ${venue.city}` : when}</span>
        </span>
        <span className="tabular text-sm text-quiet">{priceRange(showtime.priceFrom, showtime.priceTo, showtime.currency)}</span>
        <ChevronRight className="size-4 shrink-0 text-quiet" aria-hidden />
      </Link>
    </li>
  );
}

function sells(showtime: Showtime, booking: BookingWithShow): boolean {
  const now = Date.now();
  return (
    showtime.status === "SCHEDULED" &&
    showtime.currency === booking.currency &&
    // An exchange must not pass those who wait: it is for who was let in.
    (showtime.waitingRoom === null || showtime.id === booking.showtimeId || admissionFor(showtime.id) !== undefined) &&
    Date.parse(showtime.startsAt) > now &&
    Date.parse(showtime.saleClosesAt) > now &&
    (showtime.saleOpensAt === null || Date.parse(showtime.saleOpensAt) <= now)
  );
}
