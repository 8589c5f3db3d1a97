import type { Reservation } from "../../../../contracts/bookings.ts";
import type { ShowtimeWithListing } from "../../../../contracts/showtimes.ts";
import { ringSeconds } from "../../hold.ts";
import { money } from "../../money.ts";
import { CountdownRing } from "../../parts/countdown-ring.tsx";
import { Poster } from "../../parts/poster.tsx";
import { policyWords } from "../../policy-words.ts";
import { priceReason } from "../../price-words.ts";
import { placeOf } from "../../seat-place.ts";
import { dayAndClock, zoneName } from "../../time.ts";

interface SummaryProps {
  reservation: Reservation;
  show: ShowtimeWithListing | undefined;
  left: number;
}

/** What is paid for, and how long it is still held. Its head stays in sight. */
export function Summary({ reservation, show, left }: SummaryProps) {
  const { seats, currency, price } = reservation;
  const reason = show === undefined ? "" : priceReason(reservation.pricing, show);
  return (
    <>
      <section aria-label="What you pay for" className="sticky top-16 z-10 rounded-card border border-line bg-raised shadow-(--float)">
        <div className="flex items-center gap-4 p-4">
          <Poster title={show?.listing.title ?? ""} url={show?.listing.posterUrl ?? null} className="w-12 shrink-0 rounded-control" />
          <div className="min-w-0 flex-1">
            {show === undefined ? (
              <div className="grid gap-2" aria-busy="true">
                <div className="skeleton h-5 w-40" />
                <div className="skeleton h-4 w-48" />
              </div>
            ) : (
              <>
                <p className="truncate font-display font-bold tracking-tight">{show.listing.title}</p>
                <p className="tabular truncate text-sm text-quiet">
                  {dayAndClock(show.startsAt, show.timeZone)} {zoneName(show.startsAt, show.timeZone)}
                </p>
                <p className="truncate text-sm text-quiet">
                  {show.venue.city} · {show.venue.name}
                </p>
              </>
            )}
          </div>
          <CountdownRing seconds={left} of={ringSeconds(reservation, show?.holdSeconds ?? 120)} small />
        </div>
      </section>
      <section aria-label="Your seats" className="text-sm">
        <ul className="divide-y divide-line border-y border-line">
          {seats.map((seat) => (
            <li key={seat.id} className="flex justify-between gap-4 py-2">
              <span className="min-w-0 truncate">
                {placeOf(seat, true)} {seat.tier === placeOf(seat) ? null : <span className="text-quiet">· {seat.tier}</span>}
              </span>
              <span className="tabular">{money(seat.price, currency)}</span>
            </li>
          ))}
        </ul>
        <p className="tabular flex items-baseline justify-between gap-4 pt-3">
          <span className="font-semibold">Total</span>
          <span className="font-display text-lg font-bold">{money(price, currency)}</span>
        </p>
        {reason === "" ? null : <p className="tabular text-xs text-quiet">{reason}, in these prices already.</p>}
        {show === undefined ? null : <p className="mt-1 text-xs text-quiet">{policyWords(show)}</p>}
      </section>
    </>
  );
}
